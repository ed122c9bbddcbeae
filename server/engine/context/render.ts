import { compileExpression, evaluateCondition, renderTemplate, type Scope } from "../expression/index.ts";
import type { Failure } from "../failure.ts";
import { templateOf } from "../nodes/evaluate.ts";
import type { Json, Stored } from "../values/json.ts";
import type { Entry } from "./entry.ts";
import type { Inquiry } from "./inquiry.ts";

/** A template over a scope; null while something is missing or when it failed, which the inquiry then knows. */
export function renderIn(inquiry: Inquiry, source: Json, scope: Scope, where: string): Stored {
  const template = templateOf(source);
  if (!template) return failedIn(inquiry, where, "the template does not compile");
  const result = renderTemplate(template, scope, inquiry.lookup);
  if (result.ok) {
    inquiry.keep(result.blobs);
    return result.stored;
  }
  if ("missing" in result) inquiry.lack(result.missing);
  else inquiry.fail(placed(result.failure, where));
  return null;
}

export function holdsIn(inquiry: Inquiry, source: string, scope: Scope, where: string): boolean {
  const compiled = compileExpression(source);
  if (!compiled.ok) {
    failedIn(inquiry, where, compiled.problem.message);
    return false;
  }
  const result = evaluateCondition(compiled.expression, scope, inquiry.lookup);
  if (result.ok) return result.holds;
  if ("missing" in result) inquiry.lack(result.missing);
  else inquiry.fail(placed(result.failure, where));
  return false;
}

/** Entries that a template reads, by the paths in it: what its result owes its labels to. */
export function entriesRead(source: Json, entries: readonly Entry[]): readonly Entry[] {
  const read = new Set<string>();
  for (const { expression } of templateOf(source)?.expressions ?? []) {
    for (const { path } of expression.paths) {
      if (path[0] !== "context" && path[0] !== "original") continue;
      if (typeof path[1] !== "string") return entries;
      read.add(path[1]);
    }
  }
  return entries.filter(({ key }) => read.has(key));
}

function placed(failure: Failure, where: string): Failure {
  return { ...failure, message: `${where}: ${failure.message}` };
}

function failedIn(inquiry: Inquiry, where: string, what: string): null {
  inquiry.fail({
    class: "definition",
    code: "ExpressionFailed",
    message: `${where}: ${what}`,
    retryable: false,
  });
  return null;
}
