import { entriesOf } from "../context/entry.ts";
import type { HandOff } from "../context/receipt.ts";
import { accountOf, charge, closeAccount, livingAccountOf, openAccount } from "../recursion/account.ts";
import { pushHint } from "./agenda.ts";
import type { RunCancelled, RunFailed, RunStarted, RunSucceeded } from "./events.ts";
import { closeNode, touchNode } from "./fold-node.ts";
import { beginNode, openSlot } from "./fold-slot.ts";
import { dropLingering } from "./lingering.ts";
import type { RunContext, RunState, TreeState } from "./state.ts";
import { compiledOf, levelAt, runAt, slotAt } from "./tree.ts";
import { handUndoUp } from "./undo-ledger.ts";

export function foldRunStarted(tree: TreeState, event: RunStarted): void {
  const run: RunState = {
    no: event.run,
    origin: event.origin,
    depth: event.depth,
    graph: event.graph,
    phase: "running",
    fingerprint: event.fingerprint,
    input: event.input,
    startedAt: event.at,
    nodes: {},
    open: 0,
  };
  if (event.label !== undefined) run.label = event.label;
  if (event.context) run.context = contextOf(event.context);
  if (event.task !== undefined) run.task = event.task;
  if (event.measure) run.measure = event.measure;
  if (event.undoes) {
    run.undoes = true;
    tree.undoing = (tree.undoing ?? 0) + 1;
  }
  tree.runs[event.run] = run;
  enterAccount(tree, run, event);
  if (event.once !== undefined) tree.once[event.once] = event.run;
  const level = levelAt(tree, event.depth);
  level.runs += 1;
  if (event.context) {
    level.totals.contextBytesBefore += event.context.before.bytes;
    level.totals.contextBytesAfter += event.context.after.bytes;
  }
  tree.counts.running += 1;
  tree.counts.deepest = Math.max(tree.counts.deepest, event.depth);
  if (event.origin) {
    levelAt(tree, runAt(tree, event.origin.run).depth).totals.children += 1;
    attach(tree, event);
  }
  open(tree, run);
}

export function foldRunSettled(tree: TreeState, event: RunSucceeded | RunFailed | RunCancelled): void {
  const run = runAt(tree, event.run);
  for (const node of Object.values(run.nodes ?? {})) closeNode(tree, run, node);
  if (event.type === "RunSucceeded") run.output = event.output;
  if (event.type === "RunFailed") run.failure = event.failure;
  run.phase = PHASES[event.type];
  run.endedAt = event.at;
  run.nodes = null;
  run.open = 0;
  run.lingering = undefined;
  run.input = null;
  levelAt(tree, run.depth).totals[ENDED[event.type]] += 1;
  leaveAccount(tree, run);
  if (run.context) giveBack(tree, run);
  tree.counts.running -= 1;
  tree.counts[PHASES[event.type]] += 1;
  if (run.undoes) tree.undoing = Math.max(0, (tree.undoing ?? 0) - 1);
  handUndoUp(tree, run);
  const parent = run.origin && tree.runs[run.origin.run];
  if (!run.origin || !parent) return;
  dropLingering(tree, parent, run.no);
  pushHint(tree, { k: "child", run: run.no });
  if (parent.ending) pushHint(tree, { k: "undo", run: run.origin.run });
}

const PHASES = { RunSucceeded: "succeeded", RunFailed: "failed", RunCancelled: "cancelled" } as const;

function contextOf({ entries, base }: HandOff): RunContext {
  return base ? { entries: entriesOf(entries), base } : { entries: entriesOf(entries) };
}

/** What the run wrote goes to the slot of its parent, which joins it to its own; the rest is no longer needed. */
function giveBack(tree: TreeState, run: RunState): void {
  const { context, origin, no } = run;
  run.context = undefined;
  const slot = origin && context?.base && run.phase === "succeeded" ? slotAt(tree, origin) : undefined;
  if (!slot || !context?.base || slot.child !== no) return;
  const entries = Object.values(context.entries).filter((entry) => entry.origin.run === no);
  slot.returned = { entries, base: context.base };
}

/** A run counts in an account of its own, or in its parent's. */
function enterAccount(tree: TreeState, run: RunState, event: RunStarted): void {
  const parent = event.origin ? runAt(tree, event.origin.run) : null;
  // The account of a run that has ended is closed: what comes after it counts above.
  const above = parent ? livingAccountOf(tree, parent) : null;
  if (above && above.run !== 0) run.account = above.run;
  if (above && event.account) {
    openAccount(tree, run.no, above, event.account);
    run.account = run.no;
  }
  charge(tree, accountOf(tree, run), "runs", 1, 0);
}

/** What a run was granted goes back in an event of its own; limits alone end with it. With the root all accounts do. */
function leaveAccount(tree: TreeState, run: RunState): void {
  if (!run.origin) {
    for (const [no, account] of Object.entries(tree.accounts)) if (no !== "0") closeAccount(tree, account);
    return;
  }
  const account = tree.accounts[run.no];
  if (!account) return;
  if (Object.keys(account.granted).length === 0) closeAccount(tree, account);
  else pushHint(tree, { k: "refund", account: run.no });
}

const ENDED = {
  RunSucceeded: "runsSucceeded",
  RunFailed: "runsFailed",
  RunCancelled: "runsCancelled",
} as const;

function attach(tree: TreeState, event: RunStarted): void {
  const origin = event.origin;
  if (!origin) return;
  const parent = runAt(tree, origin.run);
  const slot = openSlot(parent, origin);
  beginNode(tree, parent, slot);
  slot.status = "active";
  slot.child = event.run;
  slot.startedAt = event.at;
}

function open(tree: TreeState, run: RunState): void {
  const graph = compiledOf(tree, run);
  run.open = graph.nodes.size;
  for (const id of graph.entries) {
    touchNode(run, id).status = "ready";
    pushHint(tree, { k: "node", run: run.no, node: id });
  }
}
