import type { Command, Decision, Refusal } from "./commands.ts";
import { type Deciding, decided, refused } from "./deciding.ts";
import { refOf } from "./fold-slot.ts";
import { callKey } from "./fold-usage.ts";
import type { Usage } from "./usage.ts";

type Answer = Extract<Command, { type: "attemptSucceeded" | "attemptFailed" }>;

const NOTHING: Usage = { calls: 0, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, costUsd: 0 };

/** An answer that came too late still says what it used, even after the tree has ended. */
export function decideLate(
  deciding: Deciding,
  command: Answer,
  otherwise: Refusal = "STALE_ATTEMPT",
): Decision {
  const ref = refOf(command);
  const { attempt, usage = NOTHING } = command;
  if (!deciding.tree.orphans[callKey(ref, attempt)]) return refused(otherwise);
  return decided(deciding, [{ type: "UsageSettled", ...ref, attempt, usage }]);
}
