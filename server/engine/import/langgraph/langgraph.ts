import type { GraphNode } from "../../graph/graph.ts";
import { groupBy } from "../../graph/topology.ts";
import type { Json } from "../../values/json.ts";
import { shownText } from "../foreign-names.ts";
import { GraphMaker } from "../graph-maker.ts";
import type { Imported, ImportNote, NotImported } from "../report.ts";
import { readAs } from "../shapes.ts";
import { connectAll } from "./edges.ts";
import {
  addGates,
  approvalOf,
  type Gates,
  type Interrupts,
  interruptsOf,
  isHuman,
  noteUnknown,
} from "./interrupts.ts";
import { END, type LangEdge, type LangNode, langGraphShape, START } from "./shape.ts";

/** Reads a graph of LangGraph. What its nodes do is code that stands elsewhere, so each becomes a task to be registered. */
export function importLangGraph(value: unknown): Imported | NotImported {
  const read = readAs(langGraphShape, value);
  if (!read.ok) return read;
  const { name = "LangGraph" } = read.value;
  const nodes = read.value.nodes.map((node, at) => ({ ...node, at }));
  const edges = read.value.edges.map((edge, at) => ({ ...edge, at }));
  const notes: ImportNote[] = [];
  const interrupts = interruptsOf(read.value);
  const maker = levelOf({ nodes, edges, notes, interrupts }, "");
  noteUnknown(maker, read.value, new Set(nodes.flatMap(({ id }) => partsOf(id))));
  return { ok: true, format: "langgraph", graph: maker.graph({ name }), notes };
}

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

/** The nodes of one level; those below `a:` are the graph inside a node `a`. */
function levelOf(reading: Reading, prefix: string): GraphMaker {
  const { nodes, edges, notes, interrupts } = reading;
  const maker = new GraphMaker(notes);
  const gates: Gates = { entry: new Map(), exit: new Map() };
  const keyOf = (id: string) => prefix + (id.slice(prefix.length).split(":", 1)[0] ?? "");
  for (const [key, own] of groupBy(nodes, ({ id }) => keyOf(id))) {
    const [first] = own;
    const alone = first && own.length === 1 && first.id === key ? first : undefined;
    if (alone) addOne(maker, alone, prefix);
    else addInner(maker, key, prefix, { ...reading, nodes: own });
    addGates(maker, key, interrupts(key, alone), gates);
  }
  const level = edges
    .map((edge) => ({ ...edge, from: edge.source, source: keyOf(edge.source), target: keyOf(edge.target) }))
    .filter(({ source, target, from }) => source !== target || from === source);
  connectAll(maker, level, gates);
  return maker;
}

function addOne(maker: GraphMaker, own: LangNode, prefix: string): void {
  const { id, at, name, data } = own;
  const local = id.slice(prefix.length);
  const thing = { place: `/nodes/${at}`, what: id };
  if (local === START) {
    maker.note("mapped", thing, "A run starts at the nodes without incoming edges.");
    return;
  }
  const node = maker.names.of(id, local === END ? "end" : local);
  if (local === END) {
    maker.add(node, { kind: "end" });
    maker.note("mapped", thing, "A run ends here.", node);
    return;
  }
  const label = name ?? nameIn(data) ?? local;
  if (isHuman(own, label)) {
    maker.add(node, approvalOf(label));
    maker.note(
      "approximated",
      thing,
      "Something that people do: here they approve or deny, and what else they say is not kept.",
      node,
    );
    return;
  }
  const task = shownText(label, 120) || node;
  maker.add(node, taskNode(task.startsWith("banyan:") ? node : task));
  maker.note(
    "approximated",
    thing,
    `What it does is code, which is not in the file. Register a task named "${task}", or put another node here.`,
    node,
  );
}

function taskNode(task: string): GraphNode {
  return { kind: "task", task };
}

/** The name that the file gives to what a node runs. */
function nameIn(data: Json | undefined): string | undefined {
  if (typeof data !== "object" || data === null || Array.isArray(data)) return undefined;
  const { name } = data as Readonly<Record<string, Json>>;
  return typeof name === "string" && name !== "" ? name : undefined;
}

/** A node that is a graph itself: a child run of an inline graph. */
function addInner(maker: GraphMaker, key: string, prefix: string, reading: Reading): void {
  const { nodes, edges } = reading;
  const inside = `${key}:`;
  const within = nodes.filter(({ id }) => id.startsWith(inside));
  const ids = new Set(within.map(({ id }) => id));
  const own = edges.filter(({ source, target }) => ids.has(source) && ids.has(target));
  const inner = levelOf({ ...reading, nodes: within, edges: own }, inside);
  const node = maker.names.of(key, key.slice(prefix.length));
  maker.add(node, {
    kind: "subworkflow",
    graph: inner.graph({ name: key.replaceAll(":", " ") }),
    input: "= input",
  });
  maker.note(
    "mapped",
    { place: `/nodes/${within[0]?.at ?? 0}`, what: key },
    "A graph inside a node: a child run of its own.",
    node,
  );
}
