import { applyAction } from "./actions.ts";
import { ruleHolds } from "./conditions.ts";
import type { Draft } from "./draft.ts";
import type { HandOffRequest } from "./handoff-request.ts";
import type { Inquiry } from "./inquiry.ts";
import type { ContextRule } from "./schema.ts";
import { crossingScope } from "./scope.ts";

/** The actions of all rules whose conditions hold, by priority. What a rule decides, no later one decides again. */
export function applyRules(
  rules: readonly ContextRule[],
  draft: Draft,
  request: HandOffRequest,
  inquiry: Inquiry,
): void {
  const facts = { depth: draft.depth, usage: request.usage, performance: request.performance };
  for (const [index, rule] of rules.entries()) {
    const name = rule.name ?? `rule ${index + 1}`;
    const where = `${request.where}, context rule "${name}"`;
    if (!ruleHolds(rule, inquiry, facts, crossingScope(draft, request), where)) continue;
    for (const action of [rule.actions].flat()) {
      applyAction({ action, by: name, where, draft, request, inquiry });
    }
  }
}
