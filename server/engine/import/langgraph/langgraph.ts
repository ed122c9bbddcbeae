import { groupBy } from "../../graph/topology.ts";
import { GraphMaker } from "../graph-maker.ts";
import type { Imported, ImportNote, NotImported } from "../report.ts";
import { readAs } from "../shapes.ts";
import { drawLines } from "./edges.ts";
import { addGates, type Gates, type Interrupts, interruptsOf, isHuman, noteUnknown } from "./interrupts.ts";
import { type Level, levelWithoutCircles } from "./level.ts";
import { noteBeside, noteMeetings, noteMiddles, type Part } from "./meetings.ts";
import { addOne, labelOf, type Placed } from "./nodes.ts";
import { readRoles } from "./roles.ts";
import { type LangEdge, type LangNode, langGraphShape } from "./shape.ts";
import { State } from "./state.ts";

/** As many rounds as there were steps, of a graph that nobody has said more of. */
const ROUNDS = 25;
const DEEPEST = 256;
const USUAL_DEPTH = 10;

/** Reads a graph of LangGraph. What its nodes do is code that stands elsewhere, so each becomes a task to be registered. */
export function importLangGraph(value: unknown): Imported | NotImported {
  const read = readAs(langGraphShape, value);
  if (!read.ok) return read;
  const { name = "LangGraph" } = read.value;
  const notes: ImportNote[] = [];
  const { nodes, edges } = readRoles(read.value, notes);
  const { maker, depth } = levelOf({ nodes, edges, notes, interrupts: interruptsOf(read.value) }, "");
  noteUnknown(maker, read.value, new Set(nodes.flatMap(({ id }) => partsOf(id))));
  maker.note("approximated", { place: "/", what: "state" }, STATE);
  const maxDepth = depth > USUAL_DEPTH ? { maxDepth: Math.min(depth, DEEPEST) } : {};
  const limits = { ...maxDepth, recursionTimeoutMs: null };
  return { ok: true, format: "langgraph", graph: maker.graph({ name, limits }), notes };
}

const STATE =
  "How a state is merged is code, which is not in the file. Each node is handed what the one before it gave, and where several may come together, what each gave by its name: let each task give the whole state. Policies for retries and timeouts are not in the file either: each task is tried once, and a run has no time limit.";

/** A node and all those that it stands in: `a:b:c` is a node within `a:b`. */
function partsOf(id: string): readonly string[] {
  const parts = id.split(":");
  return parts.map((_part, at) => parts.slice(0, at + 1).join(":"));
}

/** What is read of a file, level by level. */
type Reading = {
  readonly nodes: readonly LangNode[];
  readonly edges: readonly LangEdge[];
  readonly notes: ImportNote[];
  readonly interrupts: Interrupts;
};
/** How many levels of runs may lie below. */
type Made = { readonly maker: GraphMaker; readonly depth: number };

/** The nodes of one level; those below `a:` are the graph inside a node `a`. */
function levelOf(reading: Reading, prefix: string): Made {
  const { nodes, edges, notes, interrupts } = reading;
  const maker = new GraphMaker(notes);
  const keyOf = (id: string) => prefix + (id.slice(prefix.length).split(":", 1)[0] ?? "");
  const parts = new Map(
    [...groupBy(nodes, ({ id }) => keyOf(id))].map(([key, own]) => [key, partOf(key, own)]),
  );
  const own = edges.map((edge) => ({
    ...edge,
    from: edge.source,
    to: edge.target,
    source: keyOf(edge.source),
    target: keyOf(edge.target),
  }));
  const isWithin = ({ source, target, from, to }: (typeof own)[number]) =>
    source === target && (from !== source || to !== target);
  const within = groupBy(own.filter(isWithin), ({ source }) => source);
  const between = own.filter((edge) => !isWithin(edge));
  noteMiddles(maker, between, within);
  const level = levelWithoutCircles(maker, new Set(parts.keys()), between, prefix);
  nameAll(maker, level, [...parts.keys()], prefix);
  const humans = new Set(
    [...parts].flatMap(([key, { alone }]) => (alone && isHuman(alone, labelOf(alone, prefix)) ? [key] : [])),
  );
  const state = new State(maker, level, (id) => humans.has(id));
  const gates: Gates = { entry: new Map(), exit: new Map() };
  let below = 0;
  for (const [key, part] of parts) {
    if (level.without.has(key)) {
      maker.note(
        "dropped",
        { place: `/nodes/${part.at}`, what: key },
        "No edge leads to it: a run ends with its last nodes.",
      );
      continue;
    }
    const placed = { maker, level, state, prefix, key };
    if (part.alone) addOne(placed, part.alone);
    else {
      const inside = (within.get(key) ?? []).map((edge) => ({ ...edge, source: edge.from, target: edge.to }));
      below = Math.max(below, 1 + addInner(placed, { ...reading, nodes: part.within, edges: inside }));
    }
    addGates(maker, key, interrupts(key, part.alone), gates);
  }
  addAgains(maker, level, state);
  drawLines(maker, { level, state, gates });
  noteMeetings(maker, level, state, parts);
  noteBeside(maker, level);
  return { maker, depth: below + (level.agains.size > 0 ? ROUNDS : 0) };
}

/** A node that others stand in is these. */
function partOf(key: string, own: readonly LangNode[]): Part {
  const within = own.filter(({ id }) => id !== key);
  const alone = within.length === 0 ? own[0] : undefined;
  return { alone, within, at: own[0]?.at ?? 0 };
}

/** Names stand before anything is added, since expressions read them. */
function nameAll(
  maker: GraphMaker,
  { start, end, agains }: Level,
  keys: readonly string[],
  prefix: string,
): void {
  for (const key of keys)
    if (key !== start) maker.names.of(key, key === end ? "end" : key.slice(prefix.length));
  for (const [again, target] of agains) maker.names.of(again, `again_${maker.names.find(target) ?? "node"}`);
}

/** Each round has a number, for a run with the very input of one above it would be refused. */
function addAgains(maker: GraphMaker, { agains }: Level, state: State): void {
  for (const [again, target] of agains) {
    const node = maker.names.find(target) ?? target;
    const handed = state.handed(again);
    maker.add(maker.names.of(again), {
      kind: "subworkflow",
      workflow: "self",
      input: {
        goto: { node, round: "= input.?goto.?round.orValue(1) + 1" },
        state: handed === undefined ? null : `= ${handed}`,
      },
    });
  }
}

/** A node that is a graph itself: a child run of an inline graph. */
function addInner({ maker, state, prefix, key }: Placed, reading: Reading): number {
  const { maker: inner, depth } = levelOf(reading, `${key}:`);
  const node = maker.names.of(key, key.slice(prefix.length));
  maker.add(node, {
    kind: "subworkflow",
    graph: inner.graph({ name: key.replaceAll(":", " ") }),
    input: `= ${state.handed(key) ?? "input"}`,
  });
  maker.note(
    "mapped",
    { place: `/nodes/${reading.nodes[0]?.at ?? 0}`, what: key },
    "A graph inside a node: a child run of its own.",
    node,
  );
  return depth;
}
