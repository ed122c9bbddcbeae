import { groupBy, topologicalOrder } from "../../graph/topology.ts";
import { Passed } from "./passed.ts";

/** An edge of a level without circles. `choice`: the way out of a decision that it is one of. */
export type Way = { readonly source: string; readonly target: string; readonly choice?: string | undefined };

/** How ways come together. */
export type Meeting = {
  /** Whether no run goes more than one of these ways: a decision stands between each two. */
  readonly oneOf: (ways: readonly Way[]) => boolean;
  /** The same of ways that need not lead to one node. */
  readonly apart: (one: Way, other: Way) => boolean;
  /** Whether a run that goes several of these ways comes by all of them after the same number of steps. */
  readonly level: (ways: readonly Way[]) => boolean;
};

/** More ways than these into one node are not told apart. */
const MOST = 64;
type Steps = { readonly least: number; readonly most: number };

export function meetingOf(ids: readonly string[], ways: readonly Way[]): Meeting {
  const into = groupBy(ways, ({ target }) => target);
  const passed = new Passed();
  const steps = new Map<string, Steps>();
  for (const id of topologicalOrder(ids, ways).order) {
    const own = into.get(id) ?? [];
    for (const way of own) addChoice(passed, way);
    passed.add(nodePlace(id), own.map(placeOf));
    steps.set(id, stepsAfter(own.map(({ source }) => steps.get(source))));
  }
  return {
    oneOf: (some) => {
      const places = [...new Set(some.map(placeOf))];
      return places.length <= MOST && passed.exclude(places);
    },
    apart: (one, other) => {
      const places = [placeOf(one), placeOf(other)];
      return places[0] !== places[1] && passed.exclude(places);
    },
    level: (some) => {
      const { least, most } = stepsAfter(some.map(({ source }) => steps.get(source)));
      return least === most;
    },
  };
}

function stepsAfter(before: readonly (Steps | undefined)[]): Steps {
  let [least, most] = [Number.POSITIVE_INFINITY, -1];
  for (const steps of before) {
    least = Math.min(least, steps?.least ?? 0);
    most = Math.max(most, steps?.most ?? 0);
  }
  return before.length === 0 ? { least: 0, most: 0 } : { least: least + 1, most: most + 1 };
}

const nodePlace = (id: string) => `node ${id}`;

function placeOf({ source, choice }: Way): string {
  return choice === undefined ? nodePlace(source) : `choice ${JSON.stringify([source, choice])}`;
}

function addChoice(passed: Passed, way: Way): void {
  if (way.choice !== undefined) passed.add(placeOf(way), [nodePlace(way.source)], true);
}
