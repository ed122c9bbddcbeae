import type { Graph, GraphEdge } from "#server/engine/graph/graph";
import { sameJson } from "#server/engine/modification/compare";
import type { Json } from "#server/engine/values/json";
import { type FieldRow, fieldRows } from "./compare/field-rows";
import { edgeKeys } from "./edges";

export type Side = "mine" | "theirs";
/** What two people have changed, each in another way: a field of a part of the graph, or the part as a whole. */
export type Clash = {
  readonly key: string;
  readonly what: "node" | "edge" | "field";
  readonly name: string;
  /** Names on the way to it within the part, such as `retry.maxAttempts`; empty = the part as a whole. */
  readonly field: string;
  readonly mine: "changed" | "removed" | "added";
  readonly theirs: "changed" | "removed" | "added";
  /** In which fields they differ, mine before theirs; none where one side has nothing there. */
  readonly rows: readonly FieldRow[];
};
export type Merged = { readonly graph: Graph; readonly clashes: readonly Clash[] };

/**
 * What both have made of `base`, field by field of nodes, edges and the workflow. What only one of them has changed is as
 * they have it; where both have, `choose` says whose it is, mine where it does not.
 */
export function mergeGraphs(base: Graph, mine: Graph, theirs: Graph, choose: Choices = {}): Merged {
  const sides = { base: drawable(base, mine, theirs), mine, theirs };
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

/** Frames and notes are merged one by one, also where nothing was drawn there before. */
function drawable(base: Graph, mine: Graph, theirs: Graph): Graph {
  if (!mine.layout || !theirs.layout) return base;
  const both = (what: "frames" | "notes") => mine.layout?.[what] && theirs.layout?.[what];
  const layout = {
    ...(both("frames") ? { frames: {} } : {}),
    ...(both("notes") ? { notes: {} } : {}),
    ...base.layout,
  };
  return { ...base, layout };
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

type Choices = Readonly<Record<string, Side>>;
type Parts<T> = { readonly parts: ReadonlyMap<string, T>; readonly clashes: readonly Clash[] };

function mergeParts<T>(
  what: Clash["what"],
  { base, mine, theirs }: Sides<ReadonlyMap<string, T>>,
  choose: Choices,
): Parts<T> {
  const parts = new Map<string, T>();
  const clashes: Clash[] = [];
  for (const name of inOrder(base, mine, theirs)) {
    const sides = { base: base.get(name), mine: mine.get(name), theirs: theirs.get(name) };
    const part = mergeValue(sides, [], ({ field, ...clash }) => {
      const key = field === "" ? `${what} ${name}` : `${what} ${name} ${field}`;
      clashes.push({ key, what, name, field, ...clash });
      return (Object.hasOwn(choose, key) ? choose[key] : undefined) ?? "mine";
    });
    if (part !== undefined) parts.set(name, part as T);
  }
  return { parts, clashes };
}

type Ask = (clash: Omit<Clash, "key" | "what" | "name">) => Side;

function mergeValue({ base, mine, theirs }: Sides<unknown>, way: readonly string[], ask: Ask): unknown {
  if (same(mine, base) || same(mine, theirs)) return theirs;
  if (same(theirs, base)) return mine;
  const inside = { base: membersOf(base), mine: membersOf(mine), theirs: membersOf(theirs) };
  if (
    inside.base &&
    inside.mine &&
    inside.theirs &&
    isOneForm(base, mine, theirs) &&
    way.at(-1) !== "position"
  )
    return mergeMembers(inside as Sides<ReadonlyMap<string, unknown>>, way, ask);
  const field = way.join(".");
  const rows = rowsOf(mine, theirs, field);
  const side = ask({ field, mine: how(base, mine), theirs: how(base, theirs), rows });
  return side === "theirs" ? theirs : mine;
}

function mergeMembers(
  { base, mine, theirs }: Sides<ReadonlyMap<string, unknown>>,
  way: readonly string[],
  ask: Ask,
): unknown {
  const members = [...inOrder(base, mine, theirs)].flatMap((name): [string, unknown][] => {
    const sides = { base: base.get(name), mine: mine.get(name), theirs: theirs.get(name) };
    const value = mergeValue(sides, [...way, name], ask);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(members);
}

/** Lists are one value: their entries have no names by which one side's could be told from the other's. */
function membersOf(value: unknown): ReadonlyMap<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? new Map(Object.entries(value))
    : null;
}

/** A node that became one of another kind has other fields: half of each would be none. */
function isOneForm(...values: readonly unknown[]): boolean {
  const forms = values.map((value) => {
    const { kind, type } = value as { readonly kind?: unknown; readonly type?: unknown };
    return JSON.stringify([kind, type]);
  });
  return new Set(forms).size === 1;
}

function rowsOf(mine: unknown, theirs: unknown, field: string): readonly FieldRow[] {
  if (field === "" && (mine === undefined || theirs === undefined)) return [];
  return fieldRows(mine as Json | undefined, theirs as Json | undefined, field);
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
