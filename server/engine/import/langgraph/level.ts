import { groupBy, reachable, topologicalOrder } from "../../graph/topology.ts";
import { leadingBack } from "../circles.ts";
import type { GraphMaker, Thing } from "../graph-maker.ts";
import { END, type LangEdge, START } from "./shape.ts";
import { type Meeting, meetingOf, type Way } from "./ways.ts";

export type Line = Way & {
  readonly thing: Thing;
  /** Of a conditional edge: what its condition gives. */
  readonly label?: string | boolean | number | undefined;
  /** Which node it leads back to. */
  readonly back?: string;
  /** It is in no file. */
  readonly made?: boolean;
};

/** A level of a file without circles. */
export type Level = {
  readonly start: string;
  readonly end: string;
  readonly lines: readonly Line[];
  /** Nodes, and calls that stand for going back, each behind those that lead to it. */
  readonly order: readonly string[];
  readonly into: ReadonlyMap<string, readonly Line[]>;
  /** Where runs may begin whose input says so. */
  readonly gotos: ReadonlySet<string>;
  /** To which node each call of the workflow itself goes back. */
  readonly agains: ReadonlyMap<string, string>;
  /** Nodes that are not in the graph, since nothing leads there. */
  readonly without: ReadonlySet<string>;
  /** Nodes that no edge leads to, though edges say where a run starts. */
  readonly lost: readonly string[];
  readonly meeting: Meeting;
};

/** Where a run begins, at its start or where its input says. */
const ENTRY = " entry";

/** @param ids Nodes of the level. */
export function levelWithoutCircles(
  maker: GraphMaker,
  ids: ReadonlySet<string>,
  edges: readonly LangEdge[],
  prefix: string,
): Level {
  const [start, end] = [prefix + START, prefix + END];
  const known = edges.flatMap((edge) => lineOf(maker, edge, { ids, start, end }));
  known.sort((one, other) => Number(other.source === start) - Number(one.source === start));
  const agains = new Map<string, string>();
  const forward = forwards(known, agains);
  if (ids.has(end)) for (const again of agains.keys()) forward.push(made(again, end));
  const body = [...ids].filter((id) => id !== start && id !== end);
  const targets = new Set(forward.map(({ target }) => target));
  const roots = body.filter((id) => !targets.has(id));
  const starts = forward.some(({ source }) => source === start);
  if (!starts) forward.push(...roots.map((id) => made(start, id)));
  const found = reachable([start], forward);
  const lost = roots.filter((id) => !found.has(id));
  const gotos = new Set([...agains.values(), ...lost]);
  const choices = [start, ...lost].map((id) => ({ source: ENTRY, target: id, choice: id }));
  const places = [...new Set([start, ...ids, ...agains.keys()])];
  return {
    start,
    end,
    lines: forward,
    order: topologicalOrder(places, forward).order,
    into: groupBy(forward, ({ target }) => target),
    gotos,
    agains,
    lost,
    without: new Set(ids.has(end) && !forward.some(({ target }) => target === end) ? [end] : []),
    meeting: meetingOf([ENTRY, ...places], [...forward, ...choices]),
  };
}

function made(source: string, target: string): Line {
  return { source, target, thing: { place: "/edges", what: `${source} → ${target}` }, made: true };
}

/** What leads back leads to a call instead. */
function forwards(lines: readonly Line[], agains: Map<string, string>): Line[] {
  const back = leadingBack(lines);
  return lines.map((line, at) => {
    if (!back.has(at)) return line;
    const again = `again ${line.target}`;
    agains.set(again, line.target);
    return { ...line, target: again, back: line.target };
  });
}

type Known = { readonly ids: ReadonlySet<string>; readonly start: string; readonly end: string };

function lineOf(maker: GraphMaker, edge: LangEdge, { ids, start, end }: Known): Line[] {
  const { source, target } = edge;
  const thing = { place: `/edges/${edge.at}`, what: `${source} → ${target}` };
  const amiss =
    (source !== start && !ids.has(source)) || !ids.has(target)
      ? "It leads to or from something that is not there."
      : source === end
        ? "The run stops at the end: nothing follows it."
        : target === start
          ? "A run starts there: nothing leads to it."
          : undefined;
  if (amiss !== undefined) {
    maker.note("dropped", thing, amiss);
    return [];
  }
  if (edge.conditional !== true) return [{ source, target, thing }];
  const label = labelOf(edge);
  return [{ source, target, thing, label, choice: JSON.stringify(label) }];
}

/** A condition may be named by a truth value or a number; without a name it is the target's. */
function labelOf({ data, to, target }: LangEdge): string | boolean | number {
  if (typeof data === "boolean" || typeof data === "number") return data;
  return typeof data === "string" && data.trim() !== "" ? data : (to ?? target);
}
