import type { Event } from "../run/events.ts";
import { evolve } from "../run/evolve.ts";
import { type SlotRef, slotKey, type TreeState } from "../run/state.ts";
import { newTree } from "../run/tree.ts";
import type { Usage } from "../run/usage.ts";

type Held = {
  readonly run: number;
  readonly node: string;
  readonly tokens: number;
  readonly costUsd: number;
};
/** What each run used by itself, worked out from the events and nothing else. */
export type Used = { runs: number; agents: number; tokens: number; costUsd: number };

const SLOT_ENDS = new Set<string>(["ItemCompleted", "ItemFailed", "SlotParked", "NodeRetried"]);
const NODE_ENDS = new Set<string>(["NodeCompleted", "NodeFailed"]);
const RUN_ENDS = new Set<string>(["RunSucceeded", "RunFailed", "RunCancelled"]);

/** The ledger as somebody would keep it who only reads the journal: no accounts, one list of open calls. */
export class LedgerOracle {
  readonly byRun: Used[] = [];
  readonly parents: (number | null)[] = [];
  readonly open = new Map<string, Held>();
  readonly lost = new Map<string, Held>();
  /** Places that a limit has stopped, and those that the newest top-up may still ask for again. */
  readonly #stopped = new Set<string>();
  #toppedUp: number | null = null;
  readonly wrong: string[] = [];

  note(event: Event): void {
    this.#ask(event);
    if (event.type === "RunStarted") this.#begin(event);
    else if (event.type === "AttemptStarted") this.#start(event);
    else if (event.type === "AttemptQueued") this.#lose((key) => key === callOf(event, event.attempt), false);
    else if (event.type === "SummariesBought") this.#use(event.run, event.usage);
    else if (event.type === "UsageSettled") this.#settle(event);
    else if (event.type === "TreeRecovered") this.lost.clear();
    else this.#end(event);
  }

  /** A top-up asks again for what limits have stopped at its run or below, each once. */
  #ask(event: Event): void {
    if (event.type === "SlotParked" && event.budget !== undefined) this.#stopped.add(slotKey(event));
    if (event.type === "ToppedUp") this.#toppedUp = event.run;
    else if (event.type !== "NodeRetried") this.#toppedUp = null;
    if (event.type !== "NodeRetried") return;
    const wasStopped = this.#stopped.delete(slotKey(event));
    const top = this.#toppedUp;
    if (top !== null && !(wasStopped && this.#isWithin(event.run, top)))
      this.wrong.push(`a top-up of ${top} asks for ${slotKey(event)}, which waits for none of it`);
  }

  #begin({ run, origin }: Extract<Event, { type: "RunStarted" }>): void {
    this.byRun[run] = { runs: 1, agents: 0, tokens: 0, costUsd: 0 };
    this.parents[run] = origin?.run ?? null;
  }

  #start(event: Extract<Event, { type: "AttemptStarted" }>): void {
    const { run, node, reserved, attempt, delivery, pure } = event;
    this.#lose((key) => key === callOf(event, attempt), false);
    if (delivery === 1 && !pure) this.#of(run).agents += 1;
    if (reserved) this.open.set(callOf(event, attempt), { run, node, ...reserved });
  }

  #settle(event: Extract<Event, { type: "UsageSettled" }>): void {
    const key = callOf(event, event.attempt);
    const held = this.lost.get(key);
    if (!held) throw new Error(`late usage of ${key}, which was not lost`);
    this.lost.delete(key);
    this.#spend(event.run, -held.tokens, -held.costUsd);
    this.#use(event.run, event.usage);
  }

  /** An answer settles its call; whatever else ends a place, a node or a run loses the calls that are open there. */
  #end(event: Event): void {
    if ("attempt" in event && event.attempt !== undefined) {
      const { usage } = event as { readonly usage?: Usage };
      this.open.delete(callOf(event, event.attempt));
      if (usage) this.#use(event.run, usage);
    }
    const failing = event.type === "SlotFailing" && (event.item === undefined ? "node" : "slot");
    if (SLOT_ENDS.has(event.type) || failing === "slot") {
      this.#lose((key) => key.startsWith(`${slotKey(event as SlotRef)}#`), true);
    } else if (NODE_ENDS.has(event.type) || failing === "node") {
      const { run, node } = event as SlotRef;
      this.#lose((_, held) => held.run === run && held.node === node, true);
    } else if (RUN_ENDS.has(event.type)) {
      const { run } = event as SlotRef;
      this.#lose((_, held) => held.run === run, true);
    }
  }

  /** Of a run with all below it. */
  total(no: number): Used {
    const sum = { runs: 0, agents: 0, tokens: 0, costUsd: 0 };
    for (const [run, used] of this.byRun.entries()) {
      if (!this.#isWithin(run, no)) continue;
      sum.runs += used.runs;
      sum.agents += used.agents;
      sum.tokens += used.tokens;
      sum.costUsd += used.costUsd;
    }
    return sum;
  }

  #isWithin(run: number, top: number): boolean {
    for (let at: number | null = run; at !== null; at = this.parents[at] ?? null) if (at === top) return true;
    return false;
  }

  #of(run: number): Used {
    const used = this.byRun[run];
    if (!used) throw new Error(`run ${run} has not started`);
    return used;
  }

  #use(run: number, { inputTokens, outputTokens, costUsd }: Usage): void {
    this.#spend(run, inputTokens + outputTokens, costUsd);
  }

  #lose(isLost: (key: string, held: Held) => boolean, late: boolean): void {
    for (const [key, held] of this.open) {
      if (!isLost(key, held)) continue;
      this.open.delete(key);
      if (late) this.lost.set(key, held);
      this.#spend(held.run, held.tokens, held.costUsd);
    }
  }

  #spend(run: number, tokens: number, costUsd: number): void {
    const used = this.#of(run);
    used.tokens += tokens;
    used.costUsd += costUsd;
  }
}

function callOf(ref: SlotRef, attempt: number): string {
  return `${slotKey(ref)}#${attempt}`;
}

/**
 * Folds a journal event by event and complains where the ledger is not what the oracle says: sums of every account, none
 * negative, no limit passed. `eachTime` compares sums after every event instead of at the end.
 */
export function ledgerComplaints(journal: readonly Event[], eachTime = true): string[] {
  const tree = newTree();
  const oracle = new LedgerOracle();
  const complaints: string[] = [];
  for (const [index, event] of journal.entries()) {
    evolve(tree, event);
    oracle.note(event);
    for (const complaint of [...bounds(tree), ...(eachTime ? sums(tree, oracle) : [])])
      complaints.push(`after ${event.type} at ${index}: ${complaint}`);
  }
  return [...complaints, ...oracle.wrong, ...sums(tree, oracle)];
}

const COUNTED = ["runs", "agents", "tokens", "costUsd"] as const;

function* sums(tree: TreeState, oracle: LedgerOracle): Generator<string> {
  for (const account of Object.values(tree.accounts)) {
    const total = oracle.total(account.run);
    for (const dimension of COUNTED) {
      const [is, should] = [account.spent[dimension], total[dimension]];
      if (Math.abs(is - should) > 1e-6)
        yield `account ${account.run} has ${is} ${dimension} spent, not ${should}`;
    }
  }
  const held = [...oracle.open.values()].reduce((sum, { tokens }) => sum + tokens, 0);
  const root = tree.accounts[0]?.reserved.tokens ?? 0;
  const grants = Object.values(tree.accounts).some(({ granted }) => granted.tokens);
  if (!grants && root !== held) yield `${root} tokens are reserved, not ${held}`;
}

function* bounds(tree: TreeState): Generator<string> {
  for (const { run, limit, spent, reserved } of Object.values(tree.accounts)) {
    for (const dimension of ["runs", "agents", "nodes", "tokens", "costUsd"] as const) {
      const ceiling = limit[dimension] ?? Number.POSITIVE_INFINITY;
      const [used, held] = [spent[dimension], reserved[dimension]];
      if (used < 0 || held < 0) yield `account ${run} has ${used} spent and ${held} reserved of ${dimension}`;
      if (used + held > ceiling + 1e-9)
        yield `account ${run} passes ${ceiling} ${dimension}: ${used} + ${held}`;
    }
  }
}
