import type { RowNotes, RunRow } from "#server/engine/live/wire";
import type { TreeDigests } from "#server/services/tree/digests";
import { contextsApart } from "./contexts";

/** One place of two trees: the run that stands there in each; `null` = in that tree none does. */
export type Pair = {
  readonly path: string;
  readonly depth: number;
  readonly a: RunRow | null;
  readonly b: RunRow | null;
  /** What tells them apart, the gravest first; empty = nothing that is known. */
  readonly differs: readonly Difference[];
  readonly same: Sameness;
};
/** Whether both were given, and gave, the same; `null` = that is not known. */
export type Sameness = {
  readonly input: boolean | null;
  readonly output: boolean | null;
  /** Keys of their contexts that are not the same. */
  readonly context: readonly string[] | null;
};
/** One tree is a fork, and the run stands in the other only: its result was taken over (`reused`) or given by hand. */
type Unneeded = "reused" | "given";
export type Difference =
  | "onlyA"
  | "onlyB"
  | Unneeded
  | "status"
  | "failure"
  | "input"
  | "output"
  | "context"
  | "retries"
  | "spend";

/**
 * What makes the way of two trees part: time alone never does, nor a context, which tells who started a tree and within
 * which limits.
 */
const PARTS: ReadonlySet<Difference> = new Set([
  "onlyA",
  "onlyB",
  "given",
  "status",
  "failure",
  "input",
  "output",
]);

/** The digests of both trees, once they have come. */
export type Digests = { readonly a: TreeDigests | undefined; readonly b: TreeDigests | undefined };
const NONE: Digests = { a: undefined, b: undefined };
type Known = Digests & { readonly contextsOf: ReturnType<typeof contextsApart> };

type Tree = {
  readonly rows: ReadonlyMap<string, RunRow>;
  readonly children: ReadonlyMap<string, readonly string[]>;
};

/**
 * Both trees as one, by the stable path of each run: a tree's order, and what only the second has after its siblings of
 * the first. O(runs of both).
 */
export function align(a: readonly RunRow[], b: readonly RunRow[], digests: Digests = NONE): readonly Pair[] {
  const [left, right] = [treeOf(a), treeOf(b)];
  const known = { ...digests, contextsOf: contextsApart(digests.a?.contexts, digests.b?.contexts) };
  const pairs: Pair[] = [];
  const stack: Place[] = [{ path: "root", above: null }];
  for (let place = stack.pop(); place; place = stack.pop()) {
    const { path, above } = place;
    const pair = pairAt(path, above, left.rows.get(path) ?? null, right.rows.get(path) ?? null, known);
    if (!pair) continue;
    pairs.push(pair);
    const below = merged(left.children.get(path) ?? [], right.children.get(path) ?? []);
    stack.push(...below.reverse().map((child) => ({ path: child, above: pair })));
  }
  return pairs;
}

type Place = { readonly path: string; readonly above: Pair | null };

function treeOf(rows: readonly RunRow[]): Tree {
  const byPath = new Map<string, RunRow>();
  const children = new Map<string, string[]>();
  const paths = new Map<number, string>();
  for (const row of rows) {
    const above = row.parent === null ? null : (paths.get(row.parent) ?? null);
    const path = above === null ? "root" : pathIn(byPath, above, row);
    paths.set(row.no, path);
    byPath.set(path, row);
    if (above === null) continue;
    const siblings = children.get(above);
    if (siblings) siblings.push(path);
    else children.set(above, [path]);
  }
  return { rows: byPath, children };
}

/**
 * As paths of runs are written: `audit[3]`, `~2` where it was started again. What a fork does again is the first run of its
 * tree at that place, and stands where the one of the earlier tree does.
 */
function pathIn(known: ReadonlyMap<string, RunRow>, above: string, { node, item, notes }: RunRow): string {
  const path = `${above}/${item === null ? (node ?? "") : `${node}[${item}]`}`;
  return notes?.again === undefined || !known.has(path) ? path : `${path}~${notes.again}`;
}

function merged(a: readonly string[], b: readonly string[]): string[] {
  const known = new Set(a);
  return [...a, ...b.filter((path) => !known.has(path))];
}

function pairAt(
  path: string,
  above: Pair | null,
  a: RunRow | null,
  b: RunRow | null,
  known: Known,
): Pair | null {
  const row = a ?? b;
  if (!row) return null;
  const unneeded = whyUnneeded(above, a, b);
  const same = samenessOf(a, b, known);
  const differs = unneeded ? [unneeded] : differencesOf(a, b, same);
  return { path, depth: above ? above.depth + 1 : 0, a, b, differs, same };
}

/** Of one that goes on, or began after the digests were told, nothing is said. */
function samenessOf(a: RunRow | null, b: RunRow | null, known: Known): Sameness {
  const of = (side: "inputs" | "outputs"): boolean | null => {
    const [left, right] = [a && known.a?.[side][a.no], b && known.b?.[side][b.no]];
    return left && right ? left === right : null;
  };
  return { input: of("inputs"), output: of("outputs"), context: a && b && known.contextsOf(a.no, b.no) };
}

/** The tree that lacks it got the result of it, or of a run above it, in another way than by a run. */
function whyUnneeded(above: Pair | null, a: RunRow | null, b: RunRow | null): Unneeded | null {
  if (!above || (a && b)) return null;
  const before = UNNEEDED.find((why) => above.differs.includes(why));
  return before ?? whyInNotes((a ? above.b : above.a)?.notes ?? {}, (a ?? b) as RunRow);
}

const UNNEEDED = ["given", "reused"] as const;

function whyInNotes({ given = [], reused = [] }: RowNotes, { node, item }: RunRow): Unneeded | null {
  if (node === null) return null;
  if (given.includes(node) || given.includes(`${node}[${item}]`)) return "given";
  return reused.includes(node) || (item !== null && reused.includes(`${node}[]`)) ? "reused" : null;
}

function differencesOf(a: RunRow | null, b: RunRow | null, same: Sameness): readonly Difference[] {
  if (!b) return ["onlyA"];
  if (!a) return ["onlyB"];
  const found: Difference[] = [];
  if (a.status !== b.status) found.push("status");
  if (a.failure?.code !== b.failure?.code) found.push("failure");
  if (same.input === false) found.push("input");
  if (same.output === false) found.push("output");
  if (same.context && same.context.length > 0) found.push("context");
  if (a.retries !== b.retries) found.push("retries");
  if (a.tokens !== b.tokens || a.costUsd !== b.costUsd) found.push("spend");
  return found;
}

export function parts({ differs }: Pair): boolean {
  return differs.some((difference) => PARTS.has(difference));
}

/**
 * Where the two ways part first: the earliest place that is different in itself, and not only because something below it
 * is. -1 = nowhere.
 */
export function firstDivergence(pairs: readonly Pair[]): number {
  let best = -1;
  for (const [at, pair] of pairs.entries()) {
    if (!parts(pair) || hasPartedBelow(pairs, at)) continue;
    if (best < 0 || orderOf(pair) < orderOf(pairs[best] as Pair)) best = at;
  }
  return best;
}

/** Pairs below one follow it until the depth comes back. */
function hasPartedBelow(pairs: readonly Pair[], at: number): boolean {
  const pair = pairs[at] as Pair;
  // A run that only one tree has is the difference itself, whatever it has below; and what it was given comes before that.
  if (!pair.a || !pair.b || pair.differs.includes("input")) return false;
  const next = pairs[at + 1];
  return next !== undefined && next.depth > pair.depth && partedAmong(pairs, at + 1, pair.depth);
}

function partedAmong(pairs: readonly Pair[], from: number, depth: number): boolean {
  for (let at = from; at < pairs.length; at += 1) {
    const pair = pairs[at] as Pair;
    if (pair.depth <= depth) return false;
    if (parts(pair)) return true;
  }
  return false;
}

/** Runs are numbered as they begin: clocks of two trees are not compared. */
function orderOf({ a, b }: Pair): number {
  return (a ?? b)?.no ?? 0;
}

/** The next pair that differs from `from` on in a direction, round the end; -1 = none does. */
export function nextDifference(pairs: readonly Pair[], from: number, step: 1 | -1): number {
  const { length } = pairs;
  for (let tried = 1; tried <= length; tried += 1) {
    const at = (((from + step * tried) % length) + length) % length;
    if (parts(pairs[at] as Pair)) return at;
  }
  return -1;
}

/** Pairs that differ, with everything above them. */
export function onlyDifferent(pairs: readonly Pair[]): readonly Pair[] {
  const keep = new Set<string>();
  for (const pair of pairs) {
    if (!parts(pair)) continue;
    const names = pair.path.split("/");
    for (let length = 1; length <= names.length; length += 1) keep.add(names.slice(0, length).join("/"));
  }
  return pairs.filter(({ path }) => keep.has(path));
}

export type Sums = {
  readonly same: number;
  readonly different: number;
  readonly onlyA: number;
  readonly onlyB: number;
  readonly reused: number;
  readonly given: number;
  /** Among those of both trees, whose contexts differ. */
  readonly context: number;
};

export function sumsOf(pairs: readonly Pair[]): Sums {
  const sums = { same: 0, different: 0, onlyA: 0, onlyB: 0, reused: 0, given: 0 };
  for (const { a, b, differs } of pairs) {
    if (differs.includes("reused")) sums.reused += 1;
    else if (differs.includes("given")) sums.given += 1;
    else if (!b) sums.onlyA += 1;
    else if (!a) sums.onlyB += 1;
    else if (differs.some((difference) => PARTS.has(difference))) sums.different += 1;
    else sums.same += 1;
  }
  const context = pairs.filter(({ differs }) => differs.includes("context")).length;
  return { ...sums, context };
}

export function nameOf({ a, b }: Pair): string {
  const row = a ?? b;
  if (!row) return "";
  return row.label ?? (row.no === 0 ? row.slug : `${row.slug}#${row.no}`);
}

/** How long it took; `null` = it goes on, or there is none. */
export function tookOf(row: RunRow | null): number | null {
  return row?.endedAt ? row.endedAt - row.startedAt : null;
}
