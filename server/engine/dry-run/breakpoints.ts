import { type Compiled, compileExpression, evaluateCondition } from "../expression/index.ts";
import type { RunState } from "../run/state.ts";
import type { BlobLookup } from "../values/json.ts";
import type { Breakpoint } from "./setup.ts";

/** Of a breakpoint; `true` = it has none. */
export type Condition = true | { readonly expression: Compiled } | { readonly problem: string };

export function conditionOf({ when }: Breakpoint): Condition {
  if (when === undefined || when.trim() === "") return true;
  const compiled = compileExpression(when);
  return compiled.ok ? { expression: compiled.expression } : { problem: compiled.problem.message };
}

/** What is wrong with the condition of a breakpoint; `null` = nothing. */
export function conditionProblem(when: string): string | null {
  const condition = conditionOf({ slug: "", node: "", when });
  return condition !== true && "problem" in condition ? condition.problem : null;
}

/** Whether a run stops; else what is wrong with the condition, where it can be told only now. */
export function holdsIn(condition: Condition, run: RunState, blob: BlobLookup): boolean | string {
  if (condition === true) return true;
  if ("problem" in condition) return condition.problem;
  const scope = {
    input: run.input,
    node: () => undefined,
    run: { depth: run.depth, label: run.label ?? null },
    tree: {},
    values: { depth: run.depth },
  };
  const result = evaluateCondition(condition.expression, scope, blob);
  if (result.ok) return result.holds;
  return "failure" in result ? result.failure.message : "a value that it reads is not here";
}
