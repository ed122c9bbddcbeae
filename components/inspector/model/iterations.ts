import type { Ladder } from "./ladder.ts";

/** Ladders of a loop's iterations, in their order; anything else stands alone. */
export type LadderGroup = { readonly loop: string | null; readonly ladders: readonly Ladder[] };

/** Iterations of a loop in one group, where its first one stands. @param loops Names of the nodes that are loops. */
export function byLoop(ladders: readonly Ladder[], loops: ReadonlySet<string>): readonly LadderGroup[] {
  const groups = new Map<string, LadderGroup>();
  for (const ladder of ladders) {
    const { node, item } = addressIn(ladder.place);
    const loop = item !== null && loops.has(node) ? node : null;
    const key = loop ?? ladder.place;
    const ofLoop = [...(groups.get(key)?.ladders ?? []), ladder];
    groups.set(key, {
      loop,
      ladders: loop ? ofLoop.toSorted((a, b) => iterationOf(a) - iterationOf(b)) : ofLoop,
    });
  }
  return [...groups.values()];
}

/** Counted from 0. */
export function iterationOf({ place }: Ladder): number {
  return addressIn(place).item ?? 0;
}

/** The one that was chosen while it is there, else the latest. */
export function shownOf({ ladders }: LadderGroup, chosen: number | null): Ladder | undefined {
  return ladders.find((ladder) => iterationOf(ladder) === chosen) ?? ladders.at(-1);
}

function addressIn(place: string): { readonly node: string; readonly item: number | null } {
  const [, node = place, item] = /^(.*)\[(\d+)\]$/.exec(place) ?? [];
  return { node, item: item === undefined ? null : Number(item) };
}
