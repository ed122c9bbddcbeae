import { BLOB_KEY, type BlobLookup, type Json, type Stored } from "../values/json.ts";
import { isBlobRef } from "../values/resolve.ts";
import { type AccessPath, formatPath } from "./paths.ts";

/** What the expressions of one run see. Nothing in it is read before an expression asks for it. */
export type Scope = {
  readonly input: Stored;
  /** Output of a node; `undefined` when it has none (skipped, failed, or not done). */
  readonly node: (id: string) => Stored | undefined;
  readonly run: Json;
  readonly tree: Json;
  /** Variables of the run. */
  readonly vars?: Stored;
  /** Only in the body of a map. */
  readonly item?: Stored;
  /** Only in the body of a map or a loop. */
  readonly index?: number;
  /** Only in a loop: the output of the iteration before, `null` before the first. */
  readonly previous?: Stored;
  /** Entries of the run's context: as they are, and what they were made of. */
  readonly context?: ByKey;
  readonly original?: ByKey;
  /** Only in a rule's filter (`entry`), in a reducer (`current`, `incoming`), a recovery (`failure`), an allowance (`depth`) and a metric (`level`). */
  readonly values?: Readonly<
    Partial<Record<"entry" | "current" | "incoming" | "failure" | "depth" | "level", Stored>>
  >;
};

/** Values that are read one by one. */
export type ByKey = { readonly at: (key: string) => Stored | undefined; readonly whole: () => Stored };

export type Found =
  | { readonly kind: "value"; readonly value: Stored }
  /** `depth` parts of the path lead to `parent`; the next part is not there. */
  | { readonly kind: "absent"; readonly depth: number; readonly parent: Stored | undefined }
  | { readonly kind: "missing"; readonly hash: string };

/** Follows a path through the scope. Loads only the blobs that the path goes through, not the one it ends at. */
export function find(scope: Scope, path: AccessPath, lookup: BlobLookup): Found {
  const start = enter(scope, path);
  if (start.kind !== "value") return start;
  let value = start.value;
  for (let depth = start.depth; depth < path.length; depth++) {
    if (isBlobRef(value)) {
      const loaded = lookup(value[BLOB_KEY]);
      if (loaded === undefined) return { kind: "missing", hash: value[BLOB_KEY] };
      value = loaded;
    }
    const next = child(value, path[depth] as string | number);
    if (next === undefined) return { kind: "absent", depth, parent: value };
    value = next;
  }
  return { kind: "value", value };
}

type Entered =
  | { readonly kind: "value"; readonly value: Stored; readonly depth: number }
  | Extract<Found, { kind: "absent" }>;

function enter(scope: Scope, path: AccessPath): Entered {
  if (path[0] === "nodes") return enterNode(scope, path);
  if (path[0] === "context" || path[0] === "original") return enterEntry(scope[path[0]], path);
  const value = rootValue(scope, path[0] as string);
  return value === undefined
    ? { kind: "absent", depth: 0, parent: undefined }
    : { kind: "value", value, depth: 1 };
}

function enterNode(scope: Scope, path: AccessPath): Entered {
  const output = scope.node(path[1] as string);
  if (path.length === 2)
    return { kind: "value", value: output === undefined ? {} : { output: output as Json }, depth: 2 };
  if (path[2] !== "output") return { kind: "absent", depth: 2, parent: { output: null } };
  return output === undefined
    ? { kind: "absent", depth: 2, parent: undefined }
    : { kind: "value", value: output, depth: 3 };
}

function enterEntry(entries: ByKey | undefined, path: AccessPath): Entered {
  if (path.length === 1) return { kind: "value", value: entries?.whole() ?? {}, depth: 1 };
  const value = typeof path[1] === "string" ? entries?.at(path[1]) : undefined;
  return value === undefined
    ? { kind: "absent", depth: 1, parent: entries?.whole() ?? {} }
    : { kind: "value", value, depth: 2 };
}

function rootValue(scope: Scope, root: string): Stored | undefined {
  switch (root) {
    case "input":
      return scope.input;
    case "run":
      return scope.run;
    case "tree":
      return scope.tree;
    case "item":
      return scope.item;
    case "vars":
      return scope.vars ?? {};
    case "previous":
      return scope.previous;
    case "entry":
    case "current":
    case "incoming":
    case "failure":
    case "depth":
    case "level":
      return scope.values?.[root];
    default:
      return scope.index;
  }
}

function child(value: Stored, key: string | number): Stored | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value)) return typeof key === "number" ? (value as readonly Stored[])[key] : undefined;
  return Object.hasOwn(value, key) ? (value as Readonly<Record<string, Stored>>)[key] : undefined;
}

const SHOWN_KEYS = 8;
const HOLDERS: Readonly<Record<string, string>> = {
  entry: "the where of a filter",
  current: "a reducer",
  incoming: "a reducer",
  failure: "a recovery",
  depth: "an allowance",
  level: "a metric",
};

/** `input.foo: no such key; there are: a, b` */
export function explainAbsent(path: AccessPath, absent: Extract<Found, { kind: "absent" }>): string {
  const { depth, parent } = absent;
  const place = formatPath(path.slice(0, depth + 1));
  if (depth === 0) return `${place}: only ${HOLDERS[place] ?? "the body of a map or of a loop"} has it`;
  if (parent === undefined)
    return `${place}: the node has no output, because it did not run or did not complete`;
  const holder = formatPath(path.slice(0, depth));
  if (Array.isArray(parent)) return `${place}: ${holder} is a list of ${parent.length}`;
  if (typeof parent !== "object" || parent === null)
    return `${place}: ${holder} is ${parent === null ? "null" : `a ${typeof parent}`}, not an object`;
  const keys = Object.keys(parent);
  if (keys.length === 0) return `${place}: no such key; ${holder} is empty`;
  const more = keys.length > SHOWN_KEYS ? `, and ${keys.length - SHOWN_KEYS} more` : "";
  return `${place}: no such key; there are: ${keys.slice(0, SHOWN_KEYS).join(", ")}${more}`;
}
