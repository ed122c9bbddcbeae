import {
  compileExpression,
  compileTemplate,
  evaluateCondition,
  evaluateWhole,
  renderTemplate,
  type Scope,
  type Template,
} from "../expression/index.ts";
import type { Failure } from "../failure.ts";
import type { Decision } from "../run/commands.ts";
import { type Deciding, failure, needsBlobs } from "../run/deciding.ts";
import { compact, isBlobRef } from "../values/index.ts";
import type { Blob, Json, Stored } from "../values/json.ts";

export type Shortfall =
  | { readonly kind: "missing"; readonly hashes: readonly string[] }
  | { readonly kind: "failure"; readonly failure: Failure };
export type Evaluated =
  | { readonly kind: "value"; readonly stored: Stored; readonly blobs: readonly Blob[] }
  | Shortfall;

/** What a shortfall means for the decision: load what is missing and ask again, or fail as the caller says. */
export function orDecision(shortfall: Shortfall, fail: (cause: Failure) => Decision): Decision {
  return shortfall.kind === "missing" ? needsBlobs(shortfall.hashes) : fail(shortfall.failure);
}

/** A template rendered over a scope. `where` names the place in failures. */
export function templateIn(deciding: Deciding, source: Json, scope: Scope, where: string): Evaluated {
  const template = templateOf(source);
  if (!template) return misfit(where, "the template does not compile");
  return outcome(renderTemplate(template, scope, deciding.env.blob), where);
}

/** A condition; its value is true or false. */
export function expressionIn(deciding: Deciding, source: string, scope: Scope, where: string): Evaluated {
  const compiled = compileExpression(source);
  if (!compiled.ok) return misfit(where, compiled.problem.message);
  const condition = evaluateCondition(compiled.expression, scope, deciding.env.blob);
  return outcome(condition.ok ? { ok: true, stored: condition.holds, blobs: [] } : condition, where);
}

export type EvaluatedText = { readonly kind: "text"; readonly text?: string } | Shortfall;

/** A template whose value is shown or compared as text; `undefined` gives none. */
export function textIn(
  deciding: Deciding,
  source: Json | undefined,
  scope: Scope,
  where: string,
): EvaluatedText {
  if (source === undefined) return { kind: "text" };
  const value = templateIn(deciding, source, scope, where);
  if (value.kind !== "value") return value;
  const whole = wholeOf(deciding, value);
  if (whole.kind !== "value") return whole;
  return {
    kind: "text",
    text: typeof whole.stored === "string" ? whole.stored : JSON.stringify(whole.stored),
  };
}

/** A text that is large enough to have become a reference, as itself. */
function wholeOf(deciding: Deciding, value: Exclude<Evaluated, Shortfall>): Evaluated {
  const { stored, blobs } = value;
  if (!isBlobRef(stored)) return value;
  const made = blobs.find(({ hash }) => hash === stored.$blob);
  const json = made ? (JSON.parse(made.text) as Json) : deciding.env.blob(stored.$blob);
  return json === undefined
    ? { kind: "missing", hashes: [stored.$blob] }
    : { kind: "value", stored: json, blobs };
}

export type EvaluatedList =
  | { readonly kind: "list"; readonly items: readonly Stored[]; readonly blobs: readonly Blob[] }
  | Shortfall;

/** A list, each of its items fit to be stored by itself. */
export function listIn(deciding: Deciding, source: string, scope: Scope, where: string): EvaluatedList {
  const compiled = compileExpression(source);
  if (!compiled.ok) return misfit(where, compiled.problem.message);
  const whole = evaluateWhole(compiled.expression, scope, deciding.env.blob);
  if (!whole.ok) return shortfall(whole, where);
  if (!Array.isArray(whole.value)) return misfit(where, "a map goes over a list, this is none");
  const items: Stored[] = [];
  const blobs: Blob[] = [];
  for (const entry of whole.value as readonly Stored[]) {
    const kept = compact(entry, deciding.env.blob);
    if (!kept.ok) return shortfall(kept, where);
    items.push(kept.stored);
    blobs.push(...kept.blobs);
  }
  return { kind: "list", items, blobs };
}

type Raw =
  | { readonly ok: true; readonly stored: Stored; readonly blobs: readonly Blob[] }
  | { readonly ok: false; readonly missing: readonly string[] }
  | { readonly ok: false; readonly failure: Failure };

function outcome(raw: Raw, where: string): Evaluated {
  return raw.ok ? { kind: "value", stored: raw.stored, blobs: raw.blobs } : shortfall(raw, where);
}

function shortfall(raw: Extract<Raw, { ok: false }>, where: string): Shortfall {
  if ("missing" in raw) return { kind: "missing", hashes: raw.missing };
  return { kind: "failure", failure: { ...raw.failure, message: `${where}: ${raw.failure.message}` } };
}

function misfit(where: string, what: string): Shortfall {
  return { kind: "failure", failure: failure("definition", "ExpressionFailed", `${where}: ${what}`) };
}

const templates = new WeakMap<object, Template>();
const texts = new Map<string, Template>();
const TEXTS_KEPT = 4_000;

/** Compiled once per template object, or per text. */
export function templateOf(source: Json): Template | null {
  const known =
    typeof source === "object" && source !== null ? templates.get(source) : texts.get(String(source));
  if (known && (typeof source === "string" || typeof source === "object")) return known;
  const compiled = compileTemplate(source);
  if (!compiled.ok) return null;
  if (typeof source === "object" && source !== null) templates.set(source, compiled.template);
  else if (typeof source === "string") {
    if (texts.size >= TEXTS_KEPT) texts.clear();
    texts.set(source, compiled.template);
  }
  return compiled.template;
}
