import type { Failure } from "../failure.ts";
import type { TreeState } from "../run/state.ts";
import { counted } from "../words.ts";
import { type LevelAllowance, placesAt, tokensAt, tokensLeftAt } from "./allowance.ts";
import { dollars, type Need, type Reserved } from "./weigh.ts";

/** What the allowance of a depth says to an attempt that the ledger lets start. */
export type LevelVerdict =
  | { readonly kind: "go"; readonly reserved: Reserved | undefined }
  | { readonly kind: "wait" }
  | { readonly kind: "refuse" };

/** With nothing on its way back at this depth, an attempt may start with what is left, if that is anything. */
export function weighLevel(
  tree: TreeState,
  depth: number,
  allowance: LevelAllowance | undefined,
  need: Need | undefined,
  reserved: Reserved | undefined,
): LevelVerdict {
  if (!need || !reserved) return { kind: "go", reserved };
  const left = tokensLeftAt(tree, depth, allowance);
  if (left >= need.tokens) return { kind: "go", reserved };
  if ((tree.levels[depth]?.held ?? 0) > 0) return { kind: "wait" };
  if (left < 1) return { kind: "refuse" };
  const tokens = Math.min(left, reserved.tokens);
  const costUsd = Math.min(reserved.costUsd, dollars(tokens, need.usdPerToken));
  return { kind: "go", reserved: { tokens, costUsd, firm: true } };
}

/** Whether an attempt that needs so much has to stand in line at its depth. */
export function isFull(tree: TreeState, depth: number, allowance?: LevelAllowance): boolean {
  const level = tree.levels[depth];
  if (!level) return false;
  return level.agents >= placesAt(tree, depth, allowance) || level.head < level.queue.length;
}

/** The tokens of a depth are used up; `details.limit` is how a later scaling finds what it stopped. */
export function levelExhausted(tree: TreeState, depth: number, allowance?: LevelAllowance): Failure {
  const max = tokensAt(tree, depth, allowance ?? tree.levels[depth]?.allowance) ?? 0;
  const used = tree.levels[depth]?.totals.tokens ?? 0;
  return {
    class: "limit",
    code: "BudgetExceeded",
    message: `Depth ${depth} has used ${used} of the ${counted(max, "token")} that limits.allowances.tokens gives it, and what is left is not enough. Raise that share or maxTokens, or scale the tree's tokens up.`,
    retryable: false,
    details: { limit: LEVEL_TOKENS, depth, max, used },
  };
}

export const LEVEL_TOKENS = "allowances.tokens";
