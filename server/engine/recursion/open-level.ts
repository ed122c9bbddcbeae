import type { Failure } from "../failure.ts";
import type { Unstamped } from "../run/deciding.ts";
import type { AllowanceOpened } from "../run/ledger-events.ts";
import type { RunState, TreeState } from "../run/state.ts";
import type { LevelAllowance } from "./allowance.ts";
import { remainingOf } from "./remaining.ts";
import { sharesAt } from "./share.ts";

/** A depth that has its allowance, with the event that gives it where this is the first agent there. */
type Opened = {
  readonly allowance: LevelAllowance | undefined;
  readonly events: readonly Unstamped<AllowanceOpened>[];
};

/** Expressions are worked out here, once for a depth of a tree: what they gave is in the event. */
export function openLevel(tree: TreeState, run: RunState): Opened | { readonly failure: Failure } {
  const { allowances } = tree.limits;
  const known = tree.levels[run.depth]?.allowance;
  if (!allowances || known) return { allowance: known, events: [] };
  const { depth } = run;
  const at = sharesAt(allowances, { depth, remaining: remainingOf(tree, run) });
  if ("fault" in at) return { failure: badShare(depth, at.fault) };
  const { shares } = at;
  return { allowance: { shares, raised: {} }, events: [{ type: "AllowanceOpened", depth, shares }] };
}

function badShare(depth: number, { allowance, message }: { allowance: string; message: string }): Failure {
  return {
    class: "definition",
    code: "ExpressionFailed",
    message: `limits.allowances.${allowance} gives depth ${depth} no share: ${message}`,
    retryable: false,
    details: { limit: `allowances.${allowance}`, depth },
  };
}
