import { type Account, accountAt, closeAccount, relimit, wake } from "../recursion/account.ts";
import { type Dimension, LIMIT_OF, plus } from "../recursion/amounts.ts";
import { accountsBelow, stillParked } from "../recursion/ask-again.ts";
import { pushHint } from "./agenda.ts";
import { durationKey } from "./durations.ts";
import { moreRoom } from "./fold-allowance.ts";
import { openSlot, refOf, setWake } from "./fold-slot.ts";
import { callKey, chargeUsage, settleOrphan } from "./fold-usage.ts";
import type {
  EscalationGranted,
  EscalationRefused,
  EscalationRequested,
  GrantReturned,
  PerformanceDegraded,
  SlotDegraded,
  SummariesBought,
  ToppedUp,
  UsageSettled,
} from "./ledger-events.ts";
import type { TreeState } from "./state.ts";
import { runAt } from "./tree.ts";

export function foldEscalationRequested(
  tree: TreeState,
  { run, dimension, limit }: EscalationRequested,
): void {
  accountAt(tree, run).asked[dimension] = limit;
}

export function foldEscalationGranted(tree: TreeState, { run, dimension, limit }: EscalationGranted): void {
  const account = accountAt(tree, run);
  relimit(tree, account, dimension, limit);
  wake(tree, account);
}

export function foldEscalationRefused(tree: TreeState, { run, dimension, limit }: EscalationRefused): void {
  accountAt(tree, run).asked[dimension] = limit;
}

export function foldGrantReturned(tree: TreeState, { run }: GrantReturned): void {
  closeAccount(tree, accountAt(tree, run));
}

export function foldSlotDegraded(tree: TreeState, event: SlotDegraded): void {
  const slot = openSlot(runAt(tree, event.run), event);
  setWake(tree, slot, refOf(event), undefined);
  slot.status = "active";
  slot.waitsFor = undefined;
  slot.degraded = event.failure;
  pushHint(tree, { k: "degraded", ...refOf(event) });
}

export function foldToppedUp(tree: TreeState, { run, amounts, activeMs }: ToppedUp): void {
  const account = accountAt(tree, run);
  for (const [name, amount] of Object.entries(amounts)) raise(tree, account, name as Dimension, amount);
  account.parked = [];
  for (const below of accountsBelow(tree, account)) below.parked = stillParked(tree, below.parked);
  moreRoom(tree);
  if (activeMs === undefined || tree.deadlineAt === null) return;
  tree.deadlineAt += activeMs;
  tree.limits = { ...tree.limits, recursionTimeoutMs: (tree.limits.recursionTimeoutMs ?? 0) + activeMs };
}

function raise(tree: TreeState, account: Account, dimension: Dimension, amount: number): void {
  const before = account.limit[dimension];
  if (before === null) return;
  const limit = plus(before, amount);
  const cap = account.cap[dimension];
  if (cap !== undefined) account.cap[dimension] = Math.max(cap, limit);
  relimit(tree, account, dimension, limit);
  wake(tree, account);
  if (account.parent !== null) return;
  const name = LIMIT_OF[dimension];
  tree.limits = { ...tree.limits, [name]: limit };
  delete tree.announced[name];
}

export function foldUsageSettled(tree: TreeState, event: UsageSettled): void {
  settleOrphan(tree, runAt(tree, event.run), callKey(refOf(event), event.attempt), event.usage);
}

export function foldSummariesBought(tree: TreeState, event: SummariesBought): void {
  chargeUsage(tree, runAt(tree, event.run), event.usage);
  tree.bought ??= {};
  for (const { id } of event.bought) tree.bought[id] = true;
}

/** Successes of the node at that depth before slowness is told again. */
const QUIET_FOR = 10;

export function foldPerformanceDegraded(tree: TreeState, event: PerformanceDegraded): void {
  tree.slow[durationKey(runAt(tree, event.run), event.node)] = QUIET_FOR;
}
