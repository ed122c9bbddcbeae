import type { Graph, GraphEdge, GraphNode } from "../graph/graph.ts";
import type { Json } from "../values/json.ts";
import { leadingBack } from "./circles.ts";
import { ForeignNames, isPlainName, shownText, slugName } from "./foreign-names.ts";
import type { Fate, ImportNote } from "./report.ts";

type NewEdge = {
  readonly source: string;
  readonly target: string;
  readonly port?: string | undefined;
  readonly when?: string | undefined;
};

/** Where something stands in the file, and what the file calls it. */
export type Thing = { readonly place: string; readonly what: string };

type Said = { readonly fate: Fate; readonly message: string };
type Drawn = { readonly edge: GraphEdge; readonly thing: Thing; readonly said: Said | undefined };

/** Builds the graph of an import and keeps account of what became of everything. */
export class GraphMaker {
  readonly names = new ForeignNames();
  readonly notes: ImportNote[];
  readonly #nodes = new Map<string, GraphNode>();
  readonly #drawn = new Map<string, Drawn>();

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

  /** Draws an edge, once. @param said What is told of it if it stands as it is. */
  connect({ source, target, port, when }: NewEdge, thing: Thing, said?: Said): void {
    const sourceNode = this.#nodes.get(source);
    if (!sourceNode || !this.#nodes.has(target)) {
      this.note("dropped", thing, "It leads to or from something that is not there.");
      return;
    }
    if (sourceNode.kind === "end" || sourceNode.kind === "fail") {
      this.note("dropped", thing, `The run stops at ${source}: nothing follows it.`);
      return;
    }
    const key = JSON.stringify([source, target, port]);
    const known = this.#drawn.get(key);
    if (known && said && said.fate !== "mapped") this.note(said.fate, thing, said.message);
    const either = known ? eitherOf(known.edge.when, when) : when;
    const edge = {
      source,
      target,
      ...(port === undefined ? {} : { port }),
      ...(either ? { when: either } : {}),
    };
    this.#drawn.set(key, known ? { ...known, edge } : { edge, thing, said });
  }

  /** What leads back, which no graph has here, becomes a call of the workflow itself. */
  #edges(): GraphEdge[] {
    const drawn = [...this.#drawn.values()];
    const back = leadingBack(drawn.map(({ edge }) => edge));
    return drawn.map(({ edge, thing, said }, at) => {
      if (!back.has(at)) {
        if (said) this.note(said.fate, thing, said.message);
        return edge;
      }
      const id = this.#again(edge.target);
      this.note(
        "approximated",
        thing,
        `It leads back to ${edge.target}. No graph has circles here: instead the workflow calls itself. Say what the next round gets as its input: with the same again a run is refused as a circle.`,
        id,
      );
      return { ...edge, target: id };
    });
  }

  /** The call that stands for going back to a node: one, however many ways lead there. */
  #again(target: string): string {
    const id = this.names.of(`again ${target}`, `again_${target}`);
    const call = { kind: "subworkflow", workflow: "self", input: "= input" } as const;
    this.#nodes.set(id, this.#nodes.has(id) ? { ...call, join: "any" } : call);
    return id;
  }

  /** What nothing in the format keeps together any more is still a graph. */
  graph({ name, description, ...more }: GraphHead): Graph {
    const shown = shownText(name, 120).trim() || "Imported";
    const edges = this.#edges();
    return {
      schemaVersion: 1,
      slug: slugName(name),
      name: shown,
      ...(description ? { description: shownText(description, 2_000) } : {}),
      ...more,
      nodes: Object.fromEntries(this.#nodes),
      edges,
    };
  }
}

export type GraphHead = Pick<Graph, "inputSchema" | "limits" | "layout"> & {
  readonly name: string;
  readonly description?: string | undefined;
};

/** The condition of an edge that is taken when one of two holds; nothing = it always is. */
function eitherOf(one: string | undefined, other: string | undefined): string | undefined {
  if (!one || !other || one === `!(${other})` || other === `!(${one})`) return undefined;
  return one === other ? one : `(${one}) || (${other})`;
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
      path + (isPlainName(part) ? `.${part}` : /^\d+$/.test(part) ? `[${part}]` : `[${quoted(part)}]`),
    root,
  );
}

/** A path each step of which may be missing; what it gives is optional. */
export function optionalPath(steps: readonly string[]): string {
  return steps
    .map((step) =>
      isPlainName(step) ? `.?${step}` : /^\d+$/.test(step) ? `[?${step}]` : `[?${quoted(step)}]`,
    )
    .join("");
}

const OR_NOTHING = " == null ? '' : string(";

/** A value in a text: nothing where there is none. */
export function textOrNothing(value: string): string {
  return `(${value}${OR_NOTHING}${value}))`;
}

/** Whether values are written into texts by a node. */
export function writesTexts(node: GraphNode): boolean {
  return JSON.stringify(node).includes(OR_NOTHING);
}
