import type { Scope } from "../expression/index.ts";
import type { Inquiry } from "./inquiry.ts";
import { holdsIn } from "./render.ts";
import type { Condition, ContextRule } from "./schema.ts";

/** What conditions look at besides the scope. `performance`: efficiency at the parent's depth, `null` = not known. */
export type Circumstances = {
  readonly depth: number;
  readonly usage: number;
  readonly performance: number | null;
};

export function ruleHolds(
  rule: ContextRule,
  inquiry: Inquiry,
  facts: Circumstances,
  scope: Scope,
  where: string,
): boolean {
  const conditions = rule.when === undefined ? [] : [rule.when].flat();
  return conditions.every((condition) => holds(condition, inquiry, facts, scope, where));
}

function holds(
  condition: Condition,
  inquiry: Inquiry,
  { depth, usage, performance }: Circumstances,
  scope: Scope,
  where: string,
): boolean {
  if (condition === "always") return true;
  if ("depthAbove" in condition) return depth > condition.depthAbove;
  if ("depthBelow" in condition) return depth < condition.depthBelow;
  if ("usageAbove" in condition) return usage > condition.usageAbove;
  // What is not known never fires.
  if ("performanceBelow" in condition)
    return performance !== null && performance < condition.performanceBelow;
  return holdsIn(inquiry, condition.expression, scope, `${where}, when`);
}
