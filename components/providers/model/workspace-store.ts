import type {
  WorkspaceBatch,
  WorkspaceEvent,
  WorkspaceProgress,
  WorkspaceRun,
  WorkspaceSnapshot,
} from "#server/engine/live/workspace-wire";

/** What a page may show of the workspace. A new object after each change, so that it may be compared. */
export type Workspace = {
  /** Last seq that was applied; `null` = no snapshot has come yet. */
  readonly seq: number | null;
  /** Root runs by id: those that go on, and those that ended while the page was open. */
  readonly runs: ReadonlyMap<string, WorkspaceRun>;
  /** How many go on in all; there may be more than `runs` holds. */
  readonly openTotal: number;
  /** Newest first, since the page was opened. */
  readonly events: readonly WorkspaceEvent[];
};

/** What is kept of the past; older news is in the lists. */
const KEPT = { events: 200, ended: 500 } as const;

/** A reader's copy of the workspace topic: a snapshot, the batches since, and counts in between. Free of React. */
export class WorkspaceStore {
  #incarnation = "";
  #view: Workspace = { seq: null, runs: new Map(), openTotal: 0, events: [] };
  readonly #listeners = new Set<() => void>();
  readonly #watchers = new Set<(events: readonly WorkspaceEvent[]) => void>();
  readonly #standing = new Set<() => void>();
  /** How many runs of a tree wait for a person, as far as it was told: no snapshot says, so the first count is news. */
  readonly #asks = new Map<string, number>();

  readonly view = (): Workspace => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Hears of events as they are applied, each once; an empty list = anything may have happened meanwhile. */
  readonly watch = (watcher: (events: readonly WorkspaceEvent[]) => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  /** Hears when a run of an open tree has come to wait for a person, or no longer does: no event tells of it. */
  readonly watchStanding = (watcher: () => void): (() => void) => {
    this.#standing.add(watcher);
    return () => this.#standing.delete(watcher);
  };

  position(): { readonly after: number; readonly incarnation: string } {
    return { after: this.#view.seq ?? 0, incarnation: this.#incarnation };
  }

  /**
   * Starts over. Runs that were open before and are not in it have ended somehow: they are forgotten. Watchers hear of the
   * first one too: lists were read before it, and what happened in between is in no batch.
   */
  load({ incarnation, seq, open, openTotal }: WorkspaceSnapshot): void {
    this.#incarnation = incarnation;
    this.#asks.clear();
    this.#show({ seq, runs: new Map(open.map((run) => [run.id, run])), openTotal, events: [] });
    for (const watcher of this.#watchers) watcher([]);
  }

  /** `false` = something before it is missing and nothing was applied. */
  apply(batch: WorkspaceBatch): boolean {
    const { seq } = this.#view;
    if (seq === null || batch.from > seq + 1) return false;
    const fresh = batch.events.filter((event) => event.seq > seq);
    if (fresh.length === 0) return true;
    const runs = new Map(this.#view.runs);
    let { openTotal } = this.#view;
    for (const event of fresh) {
      if (!("run" in event)) continue;
      openTotal += fold(runs, event.run);
      if (event.kind === "run.started") this.#asks.set(event.run.id, 0);
      if (event.run.endedAt !== null) this.#asks.delete(event.run.id);
    }
    forgetOldest(runs);
    const events = [...fresh.toReversed(), ...this.#view.events].slice(0, KEPT.events);
    this.#show({ seq: batch.to, runs, openTotal: Math.max(openTotal, 0), events });
    for (const watcher of this.#watchers) watcher(fresh);
    return true;
  }

  /** Counts only: what has ended keeps what it ended with. */
  progress({ runs: changed }: WorkspaceProgress): void {
    const runs = new Map(this.#view.runs);
    let any = false;
    let stands = true;
    for (const { asks, ...counts } of changed) {
      const known = runs.get(counts.id);
      if (!known || known.endedAt !== null) continue;
      stands &&= known.status === counts.status && this.#asks.get(counts.id) === asks;
      this.#asks.set(counts.id, asks);
      runs.set(counts.id, { ...known, ...counts });
      any = true;
    }
    if (any) this.#show({ ...this.#view, runs });
    if (!stands) for (const watcher of this.#standing) watcher();
  }

  #show(view: Workspace): void {
    this.#view = view;
    for (const listener of this.#listeners) listener();
  }
}

/** By how much the number of open runs changes. */
function fold(runs: Map<string, WorkspaceRun>, run: WorkspaceRun): number {
  const known = runs.get(run.id);
  if (known && known.version >= run.version) return 0;
  runs.set(run.id, run);
  const open = run.endedAt === null;
  if (!known) return open ? 1 : 0;
  return open ? 0 : known.endedAt === null ? -1 : 0;
}

function forgetOldest(runs: Map<string, WorkspaceRun>): void {
  const ended = [...runs.values()].filter(({ endedAt }) => endedAt !== null);
  for (const { id } of ended.slice(0, Math.max(ended.length - KEPT.ended, 0))) runs.delete(id);
}
