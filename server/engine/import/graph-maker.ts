import type { Graph, GraphEdge, GraphNode } from "../graph/graph.ts";
import { reachable } from "../graph/topology.ts";
import type { Json } from "../values/json.ts";
import { ForeignNames, shownText, slugName } from "./foreign-names.ts";
import type { Fate, ImportNote } from "./report.ts";

type NewEdge = { readonly source: string; readonly target: string; readonly port?: string | undefined };

/** Where something stands in the file, and what the file calls it. */
export type Thing = { readonly place: string; readonly what: string };

/** Builds the graph of an import and keeps account of what became of everything. */
export class GraphMaker {
  readonly names = new ForeignNames();
  readonly notes: ImportNote[];
  readonly #nodes = new Map<string, GraphNode>();
  readonly #edges: GraphEdge[] = [];

  /** @param notes For a graph inside another one: the account of the whole file. */
  constructor(notes: ImportNote[] = []) {
    this.notes = notes;
  }

  note(fate: Fate, { place, what }: Thing, message: string, node?: string): void {
    this.notes.push({ fate, place, what, message, ...(node === undefined ? {} : { node }) });
  }

  add(id: string, node: GraphNode): string {
    this.#nodes.set(id, node);
    return id;
  }

  node(id: string): GraphNode | undefined {
    return this.#nodes.get(id);
  }

  get size(): number {
    return this.#nodes.size;
  }

  /** Nodes that lead to a node. */
  before(id: string): readonly string[] {
    return [...new Set(this.#edges.flatMap(({ source, target }) => (target === id ? [source] : [])))];
  }

  get edges(): readonly GraphEdge[] {
    return this.#edges;
  }

  /**
   * Draws an edge. One that leads back, which no graph has here, becomes a call of the workflow itself; the same edge
   * twice is one.
   */
  connect({ source, target, port }: NewEdge, thing: Thing): void {
    const sourceNode = this.#nodes.get(source);
    const targetNode = this.#nodes.get(target);
    if (!sourceNode || !targetNode) {
      this.note("dropped", thing, "It leads to or from something that is not there.");
      return;
    }
    if (sourceNode.kind === "end" || sourceNode.kind === "fail") {
      this.note("dropped", thing, `The run stops at ${source}: nothing follows it.`);
      return;
    }
    const edge = { source, target, ...(port === undefined ? {} : { port }) };
    if (this.#edges.some((each) => sameEdge(each, edge))) return;
    if (source === target || reachable([target], this.#edges).has(source)) this.#callAgain(edge, thing);
    else this.#edges.push(edge);
  }

  #callAgain({ source, target, port }: GraphEdge, thing: Thing): void {
    const id = this.names.fresh(`again_${target}`);
    this.#nodes.set(id, { kind: "subworkflow", workflow: "self", input: "= input" });
    this.#edges.push({ source, target: id, ...(port === undefined ? {} : { port }) });
    this.note(
      "approximated",
      thing,
      `It leads back to ${target}. No graph has circles here: instead the workflow calls itself. Say what the next round gets as its input.`,
      id,
    );
  }

  /** What nothing in the format keeps together any more is still a graph. */
  graph({ name, description, ...more }: GraphHead): Graph {
    const shown = shownText(name, 120).trim() || "Imported";
    return {
      schemaVersion: 1,
      slug: slugName(name),
      name: shown,
      ...(description ? { description: shownText(description, 2_000) } : {}),
      ...more,
      nodes: Object.fromEntries(this.#nodes),
      edges: [...this.#edges],
    };
  }
}

export type GraphHead = Pick<Graph, "inputSchema" | "limits"> & {
  readonly name: string;
  readonly description?: string | undefined;
};

function sameEdge(a: GraphEdge, b: GraphEdge): boolean {
  return a.source === b.source && a.target === b.target && a.port === b.port;
}

/** A text in an expression. */
export function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n").replaceAll("\r", "\\r")}'`;
}

/** Text that would be read as an expression stays text: it stands in one. */
export function asText(text: string): string {
  return text.startsWith("=") ? `= ${quoted(text)}` : text;
}

/** JSON of another tool in which nothing is an expression here. */
export function asLiteral(value: Json): Json {
  if (typeof value === "string") return asText(value);
  if (Array.isArray(value)) return value.map(asLiteral);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as Readonly<Record<string, Json>>).map(([key, entry]) => [key, asLiteral(entry)]),
  );
}

/** The path of names as an expression reads it. */
export function pathText(root: string, parts: readonly string[]): string {
  return parts.reduce(
    (path, part) =>
      path +
      (/^[A-Za-z_]\w*$/.test(part) ? `.${part}` : /^\d+$/.test(part) ? `[${part}]` : `[${quoted(part)}]`),
    root,
  );
}
