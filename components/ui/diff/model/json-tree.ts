import { create, type Delta } from "jsondiffpatch";
import type { Json } from "#server/engine/values/json";

export type Change = "added" | "removed" | "changed" | "moved" | "same";

/** One line of a tree of differences. Containers that differ inside are `"same"` themselves and have `children`. */
export type DiffNode = {
  readonly key: string;
  /** JSON Pointer in the text after, or before where it was removed. */
  readonly pointer: string;
  readonly change: Change;
  readonly before?: Json;
  readonly after?: Json;
  readonly children?: readonly DiffNode[];
};

export type Tally = { readonly added: number; readonly removed: number; readonly changed: number };

const IDENTITIES = ["id", "key", "name", "slug"] as const;

/** What an object in a list is known by, wherever in the list it stands. */
function identityOf(item: object | null): string {
  const record = (item ?? {}) as Readonly<Record<string, unknown>>;
  const name = IDENTITIES.find((one) => typeof record[one] === "string" || typeof record[one] === "number");
  return name === undefined ? JSON.stringify(item) : `${name}:${String(record[name])}`;
}

const differ = create({ objectHash: identityOf, arrays: { detectMove: true } });

/** Both values as one tree. Objects in lists are compared by identity, so that one inserted item is one difference. */
export function diffTree(before: Json, after: Json): DiffNode {
  return nodeOf("", "", differ.diff(bare(before), bare(after)), before, after);
}

/** Without inherited names: an entry called `constructor` must not meet the one that every object has. */
function bare(value: Json): Json {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value;
  const copy = Object.create(null) as Record<string, Json>;
  for (const [key, entry] of Object.entries(value)) copy[key] = bare(entry);
  return copy;
}

function nodeOf(
  key: string,
  pointer: string,
  delta: Delta,
  before: Json | undefined,
  after: Json | undefined,
): DiffNode {
  if (delta === undefined) return { key, pointer, change: "same", ...keep(before, after) };
  if (Array.isArray(delta)) return { key, pointer, change: leafChange(delta), ...keep(before, after) };
  const children =
    Array.isArray(before) && Array.isArray(after)
      ? listChildren(pointer, delta as Record<string, Delta>, before, after)
      : objectChildren(pointer, delta as Record<string, Delta>, asObject(before), asObject(after));
  return { key, pointer, change: "same", children, ...keep(before, after) };
}

function keep(before: Json | undefined, after: Json | undefined) {
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

/** `[new]` was added, `[old, 0, 0]` removed, `[old, new]` changed. */
function leafChange(delta: readonly unknown[]): Change {
  if (delta.length === 1) return "added";
  return delta.length === 3 && delta[2] === 0 ? "removed" : "changed";
}

type Members = Readonly<Record<string, Json>>;

function asObject(value: Json | undefined): Members {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Members) : {};
}

function objectChildren(
  pointer: string,
  delta: Readonly<Record<string, Delta>>,
  before: Members,
  after: Members,
): readonly DiffNode[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.map((key) =>
    nodeOf(key, `${pointer}/${escapePart(key)}`, own(delta, key), own(before, key), own(after, key)),
  );
}

/** A key such as `constructor` must not find what every object inherits. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** In the order after; what was removed stands where it used to. Keys with `_` are places in the list before. */
function listChildren(
  pointer: string,
  delta: Readonly<Record<string, Delta>>,
  before: readonly Json[],
  after: readonly Json[],
): readonly DiffNode[] {
  const gone = new Map<number, DiffNode>();
  const moved = new Map<number, number>();
  for (const [key, entry] of Object.entries(delta)) {
    if (key === "_t" || !key.startsWith("_") || !Array.isArray(entry)) continue;
    const place = Number(key.slice(1));
    if (entry[2] === 3) moved.set(Number(entry[1]), place);
    else gone.set(place, goneNode(pointer, place, before[place]));
  }
  const kept = before
    .map((_, place) => place)
    .filter((place) => !gone.has(place) && ![...moved.values()].includes(place));
  const nodes: DiffNode[] = [];
  let at = 0;
  const giveGone = (end: number) => {
    for (; at < end; at += 1) {
      const node = gone.get(at);
      if (node) nodes.push(node);
    }
  };
  after.forEach((value, place) => {
    const entry = own(delta, String(place));
    const from = moved.get(place);
    const added = Array.isArray(entry) && entry.length === 1;
    const origin = added ? undefined : (from ?? kept.shift());
    if (from === undefined && origin !== undefined) giveGone(origin);
    const old = origin === undefined ? undefined : before[origin];
    const node = nodeOf(String(place), `${pointer}/${place}`, entry, old, value);
    nodes.push(from === undefined ? node : { ...node, change: "moved" });
  });
  giveGone(before.length);
  return nodes;
}

function goneNode(pointer: string, place: number, value: Json | undefined): DiffNode {
  return { key: String(place), pointer: `${pointer}/${place}`, change: "removed", ...keep(value, undefined) };
}

function escapePart(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** How many values were added, removed, and changed or moved. */
export function tallyOf(node: DiffNode): Tally {
  const inner = (node.children ?? []).map(tallyOf);
  const count = (name: keyof Tally) => inner.reduce((sum, one) => sum + one[name], 0);
  return {
    added: count("added") + Number(node.change === "added"),
    removed: count("removed") + Number(node.change === "removed"),
    changed: count("changed") + Number(node.change === "changed" || node.change === "moved"),
  };
}

export type DiffRow =
  | { readonly kind: "node"; readonly node: DiffNode; readonly depth: number; readonly id: string }
  | { readonly kind: "unchanged"; readonly count: number; readonly depth: number; readonly id: string };

/** The tree as lines; neighbours that are the same come as one line unless `all`. */
export function diffRows(root: DiffNode, all: boolean): readonly DiffRow[] {
  return root.children ? rowsOf(root.children, 0, all) : [row(root, 0)];
}

function row(node: DiffNode, depth: number): DiffRow {
  return { kind: "node", node, depth, id: `${node.change === "removed" ? "-" : ""}${node.pointer}` };
}

function rowsOf(nodes: readonly DiffNode[], depth: number, all: boolean): readonly DiffRow[] {
  const rows: DiffRow[] = [];
  let hidden = 0;
  const giveHidden = (before: string) => {
    if (hidden > 0) rows.push({ kind: "unchanged", count: hidden, depth, id: `…${before}` });
    hidden = 0;
  };
  for (const node of nodes) {
    if (!all && node.change === "same" && !node.children) {
      hidden += 1;
      continue;
    }
    giveHidden(node.pointer);
    rows.push(row(node, depth), ...rowsOf(node.children ?? [], depth + 1, all));
  }
  giveHidden(`${nodes[0]?.pointer ?? ""}/end`);
  return rows;
}
