import { accountOf, leftOf } from "../recursion/account.ts";
import { askFor } from "../recursion/escalate.ts";
import { refuse } from "../recursion/refusal.ts";
import type { Decision } from "../run/commands.ts";
import { type Deciding, decided } from "../run/deciding.ts";
import type { SlotRef } from "../run/state.ts";
import { runAt } from "../run/tree.ts";

/** What the limit on node executions says to one more; `null` = it may start. */
export function refusedNode(deciding: Deciding, ref: SlotRef): Decision | null {
  const { tree } = deciding;
  const { amount, account } = leftOf(tree, accountOf(tree, runAt(tree, ref.run)), "nodes");
  if (account === null || amount >= 1) return null;
  const asked = askFor(tree, account, "nodes", 1);
  // With more to give the place is planned again: its hint is still there.
  return decided(
    deciding,
    asked.given > 0 ? asked.events : [...asked.events, ...refuse(tree, ref, account, "nodes")],
  );
}
