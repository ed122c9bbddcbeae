import type { Failure } from "../failure.ts";
import { compact } from "../values/externalize.ts";
import type { Blob, BlobLookup, Stored } from "../values/json.ts";
import { resolve } from "../values/resolve.ts";
import { faultOf } from "./cel.ts";
import type { Compiled } from "./compile.ts";
import { fuelled, OutOfFuel } from "./fuel.ts";
import { overlay } from "./overlay.ts";
import { type AccessPath, chainOf, formatPath } from "./paths.ts";
import { NotJson, toJson } from "./result.ts";
import { explainAbsent, find, type Scope } from "./scope.ts";

/** Load these blobs and ask again. */
type Missing = { readonly ok: false; readonly missing: readonly string[] };
export type Failed = { readonly ok: false; readonly failure: Failure };
/** `blobs` must be durable before an event that carries `stored`. */
export type Evaluated =
  | { readonly ok: true; readonly stored: Stored; readonly blobs: readonly Blob[] }
  | Missing
  | Failed;
type Condition = { readonly ok: true; readonly holds: boolean } | Missing | Failed;

/** Values as they come out of an expression, before large parts move into blobs. */
type Raw = { readonly ok: true; readonly value: Stored } | Missing | Failed;

/** The value of an expression. A plain path hands its value on by reference, whatever its size. */
export function evaluate(expression: Compiled, scope: Scope, lookup: BlobLookup): Evaluated {
  const raw = evaluateRaw(expression, scope, lookup);
  return raw.ok ? compact(raw.value, lookup) : raw;
}

/** For `when` and the cases of a decision: anything but true or false is a failure. */
export function evaluateCondition(expression: Compiled, scope: Scope, lookup: BlobLookup): Condition {
  const raw = evaluateRaw(expression, scope, lookup);
  if (!raw.ok) return raw;
  if (typeof raw.value === "boolean") return { ok: true, holds: raw.value };
  const type = raw.value === null ? "null" : Array.isArray(raw.value) ? "a list" : `a ${typeof raw.value}`;
  return failed(expression, `a condition gives true or false, this gave ${type}`);
}

/** The whole value with all blobs in place, for a caller that looks into it, such as the list of a map. */
export function evaluateWhole(expression: Compiled, scope: Scope, lookup: BlobLookup): Raw {
  const raw = evaluateRaw(expression, scope, lookup);
  if (!raw.ok) return raw;
  return resolve(raw.value, lookup);
}

export function evaluateRaw(expression: Compiled, scope: Scope, lookup: BlobLookup): Raw {
  return expression.plain
    ? readPath(expression, expression.plain, scope, lookup)
    : compute(expression, scope, lookup);
}

function readPath(expression: Compiled, path: AccessPath, scope: Scope, lookup: BlobLookup): Raw {
  const found = find(scope, path, lookup);
  if (found.kind === "value") return { ok: true, value: found.value };
  if (found.kind === "missing") return { ok: false, missing: [found.hash] };
  return failed(expression, explainAbsent(path, found));
}

function compute(expression: Compiled, scope: Scope, lookup: BlobLookup): Raw {
  const paths = expression.paths.map(({ path }) => path);
  const reached = overlay(scope, paths, lookup);
  if (!reached.ok) return reached;
  try {
    return { ok: true, value: toJson(fuelled(() => expression.run(reached.context))) };
  } catch (error) {
    return failed(expression, explain(error, expression, scope, lookup));
  }
}

function explain(error: unknown, expression: Compiled, scope: Scope, lookup: BlobLookup): string {
  if (error instanceof NotJson || error instanceof OutOfFuel) return error.message;
  const fault = faultOf(error);
  const chain = fault.node ? chainOf(fault.node) : null;
  if (!chain || !expression.paths.some(({ path }) => startsWith(path, chain.path))) return fault.message;
  const found = find(scope, chain.path, lookup);
  if (found.kind === "absent") return explainAbsent(chain.path, found);
  return `${formatPath(chain.path)}: ${fault.message}`;
}

function startsWith(path: AccessPath, prefix: AccessPath): boolean {
  return prefix.every((part, i) => path[i] === part);
}

const SHOWN_SOURCE = 120;

function failed(expression: Compiled, what: string): Failed {
  const { source } = expression;
  if (expression.plain) return failure(what);
  const shown = source.length > SHOWN_SOURCE ? `${source.slice(0, SHOWN_SOURCE)}…` : source;
  return failure(`${what} (in: ${shown})`);
}

function failure(message: string): Failed {
  return { ok: false, failure: { class: "definition", code: "ExpressionFailed", message, retryable: false } };
}
