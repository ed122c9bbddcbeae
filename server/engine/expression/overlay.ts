import type { BlobLookup, Json, Stored } from "../values/json.ts";
import { resolve } from "../values/resolve.ts";
import type { AccessPath } from "./paths.ts";
import { find, type Scope } from "./scope.ts";

/** Only the parts of a scope that an expression can reach, with their blobs in place. */
export type Overlay =
  | { readonly ok: true; readonly context: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly missing: readonly string[] };

type Part = { [key: string]: unknown };

export function overlay(scope: Scope, paths: readonly AccessPath[], lookup: BlobLookup): Overlay {
  const context = emptyPart();
  const missing = new Set<string>();
  const reaching = paths.map(toMapKeys).sort((a, b) => b.length - a.length);
  for (const path of reaching) {
    const value = reach(scope, path, lookup, missing);
    place(context, value.path, value.value);
  }
  return missing.size > 0 ? { ok: false, missing: [...missing] } : { ok: true, context };
}

/** Lists are taken whole: an index would need a list with holes. */
function toMapKeys(path: AccessPath): readonly string[] {
  const index = path.findIndex((part) => typeof part === "number");
  return (index < 0 ? path : path.slice(0, index)) as readonly string[];
}

type Reached = { readonly path: readonly string[]; readonly value: unknown };

/** The value at a path, or at the last part of it that is there when that is not an object. */
function reach(scope: Scope, path: readonly string[], lookup: BlobLookup, missing: Set<string>): Reached {
  const found = find(scope, path, lookup);
  if (found.kind === "missing") {
    missing.add(found.hash);
    return { path, value: undefined };
  }
  if (found.kind === "value") return { path, value: whole(found.value, lookup, missing) };
  const holder = path.slice(0, found.depth);
  const { parent } = found;
  return {
    path: holder,
    value: parent === undefined || isMap(parent) ? undefined : whole(parent, lookup, missing),
  };
}

function whole(value: Stored, lookup: BlobLookup, missing: Set<string>): Json | undefined {
  const resolved = resolve(value, lookup);
  if (resolved.ok) return resolved.value;
  for (const hash of resolved.missing) missing.add(hash);
  return undefined;
}

/** Longer paths come first, so a whole value simply replaces the parts of it that stand there. */
function place(context: Part, path: readonly string[], value: unknown): void {
  let part = context;
  const last = path.length - 1;
  for (let i = 0; i <= last; i++) {
    const key = path[i] as string;
    if (i === last && value !== undefined) {
      part[key] = value;
      return;
    }
    part[key] ??= emptyPart();
    part = part[key] as Part;
  }
}

function isMap(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function emptyPart(): Part {
  return Object.create(null) as Part;
}
