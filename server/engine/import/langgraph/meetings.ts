import type { GraphMaker, Thing } from "../graph-maker.ts";
import type { Level, Line } from "./level.ts";
import { END, type LangEdge, type LangNode, START } from "./shape.ts";
import type { Way } from "./ways.ts";

/** A node of a level: one of the file, or those of a graph inside it. */
export type Part = {
  readonly alone?: LangNode | undefined;
  readonly within: readonly LangNode[];
  readonly at: number;
};

/** Tells where runs that come by several ways differ from what they do here. */
export function noteMeetings(
  maker: GraphMaker,
  { into, start, end, meeting }: Level,
  state: { handed(id: string): string | undefined },
  parts: ReadonlyMap<string, Part>,
): void {
  for (const [id, lines] of into) {
    const part = parts.get(id);
    const thing = part ? { place: `/nodes/${part.at}`, what: id } : placeOf(lines);
    const node = maker.names.find(id);
    if (state.handed(id) === undefined)
      maker.note(
        "approximated",
        thing,
        "So many ways lead here that what it is handed is the input of the run: say what it needs.",
        node,
      );
    const often = id !== end && new Set(lines.map(({ source }) => source)).size > 1;
    const waits = part?.alone?.metadata?.["defer"] === true;
    const unlike = lines.filter(({ source }) => source !== start).length > 0 && !meeting.level(lines);
    if (often && !waits && unlike && !meeting.oneOf(lines)) maker.note("approximated", thing, OFTEN, node);
  }
}

const OFTEN =
  "Ways of different lengths come together here: there it ran each time that one of them arrived, unless they were added as one list. Here it runs once, when all have arrived that are taken.";

/** Tells where the next round begins while something else of this one may go on. */
export function noteBeside(maker: GraphMaker, { lines, order, agains, end, meeting }: Level): void {
  const sources = new Set(lines.map(({ source }) => source));
  const leaves = order.filter((id) => id !== end && !agains.has(id) && !sources.has(id));
  const stops = [
    ...lines.filter(({ target, made }) => !made && (target === end || agains.has(target))),
    ...leaves.map((source): Way => ({ source, target: end })),
  ];
  for (const again of agains.keys()) {
    const back = stops.filter(({ target }) => target === again);
    const others = stops.filter(({ target }) => target !== again);
    const apart =
      back.length * others.length <= MOST_PAIRS &&
      back.every((way) => others.every((other) => meeting.apart(way, other)));
    const thing = lines.find(({ target }) => target === again)?.thing;
    if (!apart && thing) maker.note("approximated", thing, BESIDE, maker.names.find(again));
  }
}

const MOST_PAIRS = 4_096;
const BESIDE =
  "Other ways of a round may go on beside the next one: there both met where they came to one node in the same step, here each round is by itself.";

function placeOf([first]: readonly Line[]): Thing {
  return first?.thing ?? { place: "/edges", what: "" };
}

type Ends = {
  readonly source: string;
  readonly target: string;
  readonly from: string;
  readonly to: string;
  readonly at: number;
};

/** Tells of edges to and from what is neither the start nor the end of a graph inside a node. */
export function noteMiddles(
  maker: GraphMaker,
  between: readonly (LangEdge & Ends)[],
  within: ReadonlyMap<string, readonly (LangEdge & Ends)[]>,
): void {
  const inside = [...within.values()].flat();
  const entered = new Set(inside.map(({ to }) => to));
  const left = new Set(inside.map(({ from }) => from));
  for (const { source, target, from, to, at } of between) {
    const thing = { place: `/edges/${at}`, what: `${from} → ${to}` };
    if (to !== target && entered.has(to) && !to.endsWith(`:${START}`))
      maker.note(
        "approximated",
        thing,
        `It leads into the middle of ${target}: here that is run from its start.`,
      );
    if (from !== source && left.has(from) && !from.endsWith(`:${END}`))
      maker.note(
        "approximated",
        thing,
        `It leaves from the middle of ${source}: here that is run to its end first.`,
      );
  }
}
