import type { Graph, GraphEdge } from "#server/engine/graph/graph";
import { sameJson } from "#server/engine/modification/compare";
import type { Json } from "#server/engine/values/json";
import { type FieldRow, fieldRows } from "./compare/field-rows";
import { edgeKeys } from "./edges";

export type Side = "mine" | "theirs";
/** A part of the graph that two people have changed, each in another way. */
export type Clash = {
  readonly key: string;
  readonly what: "node" | "edge" | "field";
  readonly name: string;
  readonly mine: "changed" | "removed" | "added";
  readonly theirs: "changed" | "removed" | "added";
  /** In which fields they differ, mine before theirs; none where one side has nothing there. */
  readonly rows: readonly FieldRow[];
};
export type Merged = { readonly graph: Graph; readonly clashes: readonly Clash[] };

/**
 * What both have made of `base`: by node, by edge, by field of the workflow. What only one of them has changed is taken
 * as they have it; where both have, `choose` says whose it is, mine where it does not.
 */
export function mergeGraphs(
  base: Graph,
  mine: Graph,
  theirs: Graph,
  choose: Readonly<Record<string, Side>> = {},
): Merged {
  const sides = { base, mine, theirs };
  const nodes = mergeParts(
    "node",
    ofAll(sides, ({ nodes: all }) => new Map(Object.entries(all))),
    choose,
  );
  const edges = mergeParts("edge", ofAll(sides, edgesOf), choose);
  const fields = mergeParts("field", ofAll(sides, fieldsOf), choose);
  const kept = [...edges.parts.values()].filter(
    ({ source, target }) => nodes.parts.has(source) && nodes.parts.has(target),
  );
  const graph = { ...Object.fromEntries(fields.parts), nodes: Object.fromEntries(nodes.parts), edges: kept };
  return {
    // Each part is of one of the graphs, and they have the same format.
    graph: graph as unknown as Graph,
    clashes: [...nodes.clashes, ...edges.clashes, ...fields.clashes],
  };
}

type Sides<T> = { readonly base: T; readonly mine: T; readonly theirs: T };

function ofAll<T>({ base, mine, theirs }: Sides<Graph>, read: (graph: Graph) => T): Sides<T> {
  return { base: read(base), mine: read(mine), theirs: read(theirs) };
}

function edgesOf({ edges }: Graph): ReadonlyMap<string, GraphEdge> {
  const keys = edgeKeys(edges);
  return new Map(edges.map((edge, at) => [keys[at] ?? "", edge]));
}

function fieldsOf({ nodes: _, edges: __, ...rest }: Graph): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(rest));
}

type Parts<T> = { readonly parts: ReadonlyMap<string, T>; readonly clashes: readonly Clash[] };

function mergeParts<T>(
  what: Clash["what"],
  { base, mine, theirs }: Sides<ReadonlyMap<string, T>>,
  choose: Readonly<Record<string, Side>>,
): Parts<T> {
  const parts = new Map<string, T>();
  const clashes: Clash[] = [];
  for (const name of inOrder(base, mine, theirs)) {
    const [was, own, other] = [base.get(name), mine.get(name), theirs.get(name)];
    let part = same(own, was) ? other : own;
    if (!same(own, was) && !same(other, was) && !same(own, other)) {
      const key = `${what} ${name}`;
      clashes.push({
        key,
        what,
        name,
        mine: how(was, own),
        theirs: how(was, other),
        rows: rowsOf(own, other),
      });
      part = choose[key] === "theirs" ? other : own;
    }
    if (part !== undefined) parts.set(name, part);
  }
  return { parts, clashes };
}

function rowsOf(own: unknown, other: unknown): readonly FieldRow[] {
  return own === undefined || other === undefined ? [] : fieldRows(own as Json, other as Json);
}

/** In my order, unless I have left that as it was: then in theirs. */
function inOrder(...[base, mine, theirs]: readonly ReadonlyMap<string, unknown>[]): ReadonlySet<string> {
  const [was = [], own = [], other = []] = [base, mine, theirs].map((parts) => [...(parts?.keys() ?? [])]);
  const untouched = own.length === was.length && own.every((name, at) => name === was[at]);
  return new Set(untouched ? [...other, ...own] : [...own, ...other]);
}

function how(before: unknown, after: unknown): Clash["mine"] {
  if (after === undefined) return "removed";
  return before === undefined ? "added" : "changed";
}

function same(a: unknown, b: unknown): boolean {
  return sameJson(a as Json | undefined, b as Json | undefined);
}
