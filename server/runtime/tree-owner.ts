import type { TreeCreation } from "#db/queries/append-batch";
import type { EpochMs, TreeId } from "#server/engine/ids";
import type { Command, DecideEnv, Needs, Refusal } from "#server/engine/run/commands";
import type { CallTask, Effect } from "#server/engine/run/effects";
import { isCalling, isSettled, nextWakeAt, type Step, step } from "#server/engine/run/index";
import type { TreeState } from "#server/engine/run/state";
import { slotAt } from "#server/engine/run/tree";
import {
  addEvents,
  type Batch,
  type CommandOutcome,
  type Commit,
  closeBatch,
  entryOf,
  madeProgress,
  openBatch,
} from "./batch.ts";
import type { BlobCache } from "./blob-cache.ts";
import { Calls, type Untimed } from "./calls.ts";
import type { Clock } from "./clock.ts";
import { crashPoint } from "./crash-point.ts";
import type { Executor } from "./executor.ts";
import { treeHeaderOf } from "./headers.ts";
import type { AppendOutcome, JournalWriter } from "./journal-writer.ts";
import { createLateUsage, isOrphan, type LateUsage, neverStarted } from "./late-usage.ts";
import type { Log } from "./log.ts";
import { ADVANCE, type Carried, type Mail, NO_BLOBS, TICK } from "./mail.ts";
import type { OwnedTree, OwnerEnd } from "./owned-tree.ts";
import type { Captured, SnapshotLog } from "./snapshots.ts";
import type { TurnBudget } from "./turn-budget.ts";
import { createWakeUp, type WakeUp } from "./wake-up.ts";
import { createWrittenRows, type WrittenRows } from "./written-rows.ts";

/** What owners of one process share. */
export type OwnerServices = {
  readonly writer: JournalWriter;
  readonly executor: Executor;
  readonly blobs: BlobCache;
  readonly clock: Clock;
  readonly turns: TurnBudget;
  readonly log: Log;
  readonly workflow: DecideEnv["workflow"];
  readonly answer: NonNullable<DecideEnv["answer"]>;
  /** Brings what `decide` misses into memory, for as long as the answer is not called. */
  readonly load: (needs: Needs, committed: () => Promise<boolean>) => Promise<() => void>;
  /** `false` once the worker's lease may have run out: nothing may touch the world any more. */
  readonly mayAct: () => boolean;
  /** Called for each commit, in order, after it. */
  readonly onCommitted: (treeId: TreeId, commit: Commit) => void;
  readonly onRefused: (treeId: TreeId, command: Command["type"]) => void;
  readonly saveSnapshot: (owner: TreeOwner, captured: Captured) => void;
  readonly onEnd: (owner: TreeOwner, end: OwnerEnd) => void;
};

/** Bound of what may be decided and not yet durable. */
const WINDOW = { events: 512, bytes: 1024 * 1024 } as const;
const EVENTS_PER_STEP = 64;
/** Of a reader that wants the state as it is durable. */
const MAX_FLUSHES = 5;

/**
 * The one place that changes a tree: a serial mailbox in front of the core. It folds into a private state, hands
 * events to the writer, and carries effects out: calls of pure tasks at once, everything else after its commit.
 */
export class TreeOwner {
  readonly treeId: TreeId;
  readonly epoch: number;
  readonly #tree: OwnedTree;
  readonly #services: OwnerServices;
  readonly #calls: Calls;
  readonly #env: DecideEnv;
  readonly #wakeUp: WakeUp;
  readonly #lateUsage: LateUsage;
  readonly #mailbox: Mail[] = [];
  /** First of `#mailbox` that is not handled. */
  #head = 0;
  #creation: TreeCreation | null;
  readonly #rows: WrittenRows;
  #careful: boolean;
  #open: Batch | null = null;
  #inFlight: Batch | null = null;
  #window = { events: 0, bytes: 0 };
  #onFlushed: (() => void)[] = [];
  #onSettled: (() => void)[] = [];
  #working = false;
  /** There may be something on the agenda. */
  #advancing = true;
  #quiet = false;
  #idleSince: EpochMs | null = null;
  #end: OwnerEnd | null = null;

  constructor(tree: OwnedTree, services: OwnerServices) {
    this.treeId = tree.treeId;
    this.epoch = tree.epoch;
    this.#tree = tree;
    this.#services = services;
    this.#creation = tree.creation;
    this.#careful = tree.careful;
    this.#rows = createWrittenRows(tree.headers);
    const { executor, blobs, clock, log } = services;
    this.#calls = new Calls({
      treeId: tree.treeId,
      executor,
      blobs,
      clock,
      log,
      report: (command, made) => this.#post({ command, blobs: made, settle: null }),
    });
    this.#env = {
      blob: blobs.lookup,
      workflow: services.workflow,
      task: executor.facts,
      chooseAgent: executor.chooseAgent,
      answer: services.answer,
    };
    this.#lateUsage = createLateUsage(this.#calls, tree.state, (over) => this.#rest(over));
    this.#wakeUp = createWakeUp(clock, () => this.#post(TICK));
  }

  /** Copies nothing: readers must not change it, and see events that are not committed yet. */
  get state(): TreeState {
    return this.#tree.state;
  }

  get snapshots(): SnapshotLog {
    return this.#tree.snapshots;
  }

  get alive(): boolean {
    return this.#end === null;
  }

  /** Since when there has been nothing to do but wait; `null` while there is. */
  get idleSince(): EpochMs | null {
    return this.#idleSince;
  }

  get callsInFlight(): number {
    return this.#calls.inFlight;
  }

  /** The outcome once it is durable. Never rejects. */
  send(command: Untimed, { blobs = NO_BLOBS, audit }: Carried = {}): Promise<CommandOutcome> {
    return new Promise((settle) => this.#post({ command, blobs, audit, settle }));
  }

  /** Looks for something to do: for a tree that was loaded again and has nothing to recover. */
  nudge(): void {
    if (!this.#working) void this.#work();
  }

  /** Whether all that the state shows is durable, after a few flushes at most; a busy tree may never be. */
  async flushed(): Promise<boolean> {
    for (let tries = 0; tries < MAX_FLUSHES && this.#isUnsaved(); tries += 1)
      await new Promise<void>((resolve) => this.#onFlushed.push(resolve));
    return this.alive && !this.#isUnsaved();
  }

  /** From now on plans and starts nothing; results of calls in flight still count. Resolves when all of it is durable. */
  async quiesce(): Promise<void> {
    this.#quiet = true;
    await this.#calls.drained();
    if (this.alive && (this.#working || this.#isUnsaved()))
      await new Promise<void>((resolve) => this.#onSettled.push(resolve));
  }

  /** Lets go of the tree: calls are aborted, what is not committed is forgotten. */
  drop(end: OwnerEnd): void {
    if (this.#end) return;
    this.#end = end;
    this.#wakeUp.clear();
    this.#lateUsage.clear();
    this.#calls.abortAll();
    for (const mail of this.#mailbox.splice(0).slice(this.#head)) this.#giveUp(mail);
    for (const batch of [this.#inFlight, this.#open]) {
      for (const waiter of batch?.waiters ?? []) waiter.settle(this.#lastWord());
      for (const blob of batch?.blobs ?? []) this.#services.blobs.release(blob);
    }
    [this.#open, this.#inFlight] = [null, null];
    for (const waiting of [this.#onFlushed, this.#onSettled]) this.#resume(waiting);
    this.#services.onEnd(this, end);
  }

  #post(mail: Mail): void {
    if (!this.alive) {
      this.#giveUp(mail);
      return;
    }
    this.#mailbox.push(mail);
    if (!this.#working) void this.#work();
  }

  #giveUp(mail: Mail): void {
    if (mail.settle) mail.settle(this.#lastWord());
    else this.#services.onRefused(this.treeId, mail.command.type);
  }

  #lastWord(): CommandOutcome {
    return { kind: this.#end?.why === "duplicate" ? "duplicate" : "dropped" };
  }

  /** Awaits only where it must: a chain of pure work runs through in one turn. */
  async #work(): Promise<void> {
    this.#working = true;
    this.#idleSince = null;
    try {
      for (let mail = this.#next(); mail; mail = this.#next()) {
        while (this.#mustWait()) await new Promise<void>((resolve) => this.#onFlushed.push(resolve));
        if (this.#services.turns.spent()) await this.#services.turns.nextTurn();
        const needs = this.#handle(mail);
        if (needs) await this.#handleWith(needs, mail);
      }
    } catch (error) {
      this.drop({ why: "failed", error });
    }
    this.#working = false;
    this.#rest();
  }

  /**
   * Until the decision is made, all that it needs stays in memory, though the cache may be smaller: what is loaded, and
   * what the mail brought, which no store has yet.
   */
  async #handleWith(needed: Needs, mail: Mail): Promise<void> {
    const { blobs } = this.#services;
    for (const blob of mail.blobs) blobs.hold(blob);
    const releases: (() => void)[] = [() => mail.blobs.forEach(blobs.release)];
    try {
      for (let needs: Needs | null = needed; needs; needs = this.#handle(mail)) {
        releases.push(await this.#services.load(needs, () => this.flushed()));
      }
    } finally {
      for (const release of releases) release();
    }
  }

  #next(): Mail | undefined {
    if (!this.alive) return undefined;
    const mail = this.#mailbox[this.#head];
    if (!mail) return this.#advancing && !this.#quiet ? ADVANCE : undefined;
    this.#head += 1;
    if (this.#head === this.#mailbox.length) {
      this.#mailbox.length = 0;
      this.#head = 0;
    }
    return mail;
  }

  /**
   * What follows from a start rides in its own commit, or waits for it: nothing is acted on before, so the first step
   * needs one commit and not two. Later the window is bounded.
   */
  #mustWait(): boolean {
    if (!this.alive) return false;
    const starting = this.#creation !== null && this.#inFlight !== null;
    return starting || this.#window.events >= WINDOW.events || this.#window.bytes >= WINDOW.bytes;
  }

  /** Answers what is missing when nothing was decided yet. */
  #handle(mail: Mail): Needs | null {
    if (!this.alive) {
      this.#giveUp(mail);
      return null;
    }
    const at = Math.max(this.state.at, this.#services.clock.now());
    const command = { ...mail.command, at } as Command;
    const done = step(this.state, command, this.#env, this.#quiet ? 1 : EVENTS_PER_STEP);
    if (done.refused) {
      if (mail === ADVANCE) this.#advancing = false;
      this.#refuse(mail, done.refused);
      return null;
    }
    if (done.events.length > 0) this.#gather(done, mail);
    this.#advancing = done.more === true || done.needs !== undefined;
    return done.events.length > 0 ? null : (done.needs ?? null);
  }

  #gather(done: Step, mail: Mail): void {
    const batch = this.#openBatch(done.events.length);
    const blobs = mail.blobs.length > 0 ? [...mail.blobs, ...done.blobs] : done.blobs;
    for (const blob of blobs) this.#services.blobs.hold(blob);
    let seq = this.state.seq - done.events.length;
    for (const event of done.events) {
      seq += 1;
      this.#tree.headers.note(this.state, seq, event);
      this.#tree.snapshots.note(this.state, event);
    }
    this.#window.bytes += addEvents(batch, done.events, blobs);
    this.#window.events += done.events.length;
    if (mail.audit) batch.audits.push(mail.audit);
    if (mail.settle) batch.waiters.push({ settle: mail.settle, outcome: { kind: "committed", seq } });
    crashPoint("afterDecide");
    for (const effect of done.effects) this.#carry(effect, batch);
  }

  #openBatch(events: number): Batch {
    if (this.#open) return this.#open;
    const batch = openBatch(this.state.seq - events + 1);
    this.#open = batch;
    this.#services.writer.append({
      treeId: this.treeId,
      take: () => this.#take(batch),
      settled: (outcome) => this.#settled(batch, outcome),
      failed: (error) => this.drop({ why: "failed", error }),
    });
    return batch;
  }

  /** The flush starts: everything folded so far is in the batch. */
  #take(batch: Batch) {
    if (this.#open !== batch) return null;
    const { state, headers, snapshots } = this.#tree;
    this.#open = null;
    this.#inFlight = batch;
    if (!isSettled(state) && snapshots.isDue(state)) batch.snapshot = snapshots.capture(state, headers);
    const commit = closeBatch(batch, headers.takeChanged(), treeHeaderOf(state));
    const written = this.#rows.header();
    // A tree whose last owner was lost shows its progress by its row; a snapshot must not be ahead of the rows.
    const unwritten = this.#rows.take(commit, state.at, this.#careful || batch.snapshot !== null);
    const { treeId, epoch } = this;
    return entryOf({ treeId, epoch, creation: this.#creation, written, headers: unwritten }, batch, commit);
  }

  #settled(batch: Batch, outcome: AppendOutcome): void {
    if (!this.alive) return;
    try {
      if (outcome === "committed") this.#written(batch);
      else this.drop({ why: outcome });
    } catch (error) {
      this.drop({ why: "failed", error });
    }
  }

  #written(batch: Batch): void {
    this.#inFlight = null;
    this.#creation = null;
    if (this.#careful) this.#careful = !madeProgress(batch);
    this.#window.events -= batch.events.length;
    this.#window.bytes -= batch.bytes;
    crashPoint("afterCommitBeforeDispatch");
    for (const effect of batch.effects) this.#act(effect);
    for (const blob of batch.blobs) this.#services.blobs.release(blob);
    if (batch.commit) this.#services.onCommitted(this.treeId, batch.commit);
    for (const { settle, outcome: answer } of batch.waiters) settle(answer);
    if (batch.snapshot) this.#services.saveSnapshot(this, batch.snapshot);
    this.#resume(this.#onFlushed);
    this.#rest();
  }

  /** What a refusal saw may not be durable yet: it is answered when that is. */
  #refuse(mail: Mail, code: Refusal): void {
    if (!mail.settle) {
      if (mail !== ADVANCE) this.#services.onRefused(this.treeId, mail.command.type);
      return;
    }
    const outcome: CommandOutcome = { kind: "refused", code };
    const pending = this.#open ?? this.#inFlight;
    if (pending) pending.waiters.push({ settle: mail.settle, outcome });
    else mail.settle(outcome);
  }

  #carry(effect: Effect, batch: Batch): void {
    if (effect.type === "callTask" && effect.pure && !this.#creation && !this.#careful) this.#act(effect);
    else batch.effects.push(effect);
  }

  #act(effect: Effect): void {
    if (effect.type === "abortCalls") this.#calls.abort(effect);
    else if (this.#mayStart(effect)) this.#calls.start(effect);
    else if (isOrphan(this.state, effect)) this.#post({ ...ADVANCE, command: neverStarted(effect) });
  }

  /** Its run may have been cancelled between the decision and the commit. */
  #mayStart(call: CallTask): boolean {
    if (this.#quiet || !(call.pure || this.#services.mayAct()) || !isCalling(this.state, call)) return false;
    const slot = slotAt(this.state, call);
    return slot?.attempt === call.attempt && slot.delivery === call.delivery;
  }

  #isUnsaved(): boolean {
    return this.#open !== null || this.#inFlight !== null;
  }

  #rest(over = false): void {
    if (!this.alive || this.#working) return;
    this.#wakeUp.set(nextWakeAt(this.state));
    if (this.#isUnsaved()) return;
    this.#resume(this.#onSettled);
    if (isSettled(this.state) && !this.#advancing) {
      if (over) this.drop({ why: "settled" });
      else this.#lateUsage.leave();
    } else if (this.#calls.inFlight === 0) this.#idleSince ??= this.#services.clock.now();
  }

  #resume(waiting: (() => void)[]): void {
    if (waiting.length > 0) for (const resume of waiting.splice(0)) resume();
  }
}
