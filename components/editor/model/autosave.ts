import type { Graph, Problem } from "#server/engine/graph/graph";

/**
 * Why nothing is saved until a person has decided: somebody else has saved, the workflow is no longer there, or the
 * reader may not edit it any more.
 */
export type Halt = "conflict" | "gone" | "barred";
export type SaveStatus = "saved" | "unsaved" | "saving" | "failed" | Halt;
export type SaveState = {
  readonly status: SaveStatus;
  /** Hash of what stands on the server as far as is known here. */
  readonly base: string;
  /** The graph that stands there. */
  readonly saved: Graph;
  /** What the server said of it. */
  readonly problems: readonly Problem[];
  /** Why it could not be saved. */
  readonly message: string | null;
};

type Answer = { readonly hash: string; readonly problems: readonly Problem[] };
/** What stands on the server. */
export type Stands = Answer & {
  readonly by: string;
  /** `null` = it has not the shape of a graph. */
  readonly graph: Graph | null;
};
export type Saver = {
  readonly save: (graph: Graph, base: string) => Promise<Answer>;
  /** Asks what stands there now. */
  readonly read: () => Promise<Stands | null>;
  /** `null` = it may be tried again. */
  readonly haltOf: (error: unknown) => Halt | null;
  /** The server has refused it; what failed otherwise may be stored nonetheless. */
  readonly isRefused: (error: unknown) => boolean;
  readonly messageOf: (error: unknown) => string;
};

/** Puts what somebody else has saved in the place of what is edited: what that became, `null` = it could not. */
type Take = (theirs: { readonly by: string; readonly graph: Graph }) => Graph | null;

/** Long enough for a word, short enough that a closed lid loses nothing. */
export const SAVE_AFTER_MS = 1_000;
const AGAIN_AFTER_MS = 5_000;

const HALTS: ReadonlySet<SaveStatus> = new Set<Halt>(["conflict", "gone", "barred"]);

/** Whether nothing is saved until a person has decided. */
export function isHalted(status: SaveStatus): status is Halt {
  return HALTS.has(status);
}

/**
 * Keeps the draft on the server up with the graph: a while after each edit, one request at a time, and never over
 * something that was not seen here.
 */
export class Autosave {
  private state: SaveState;
  private latest: Graph;
  /** Was sent, and nobody knows whether it is stored: sent once more before anything else, it tells what stands there. */
  private unknown: Graph | null = null;
  private readonly saver: Saver;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly listeners = new Set<() => void>();
  /** Heard to stand there, and not looked into yet. */
  private told: string | null = null;
  private take: Take | null = null;

  constructor(saver: Saver, loaded: Answer & { readonly graph: Graph }) {
    this.saver = saver;
    this.latest = loaded.graph;
    this.state = {
      status: "saved",
      base: loaded.hash,
      saved: loaded.graph,
      problems: loaded.problems,
      message: null,
    };
  }

  readonly get = (): SaveState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Who gets what others save, while nothing here is unsaved. */
  follow(take: Take): () => void {
    this.take = take;
    return () => {
      this.take = null;
    };
  }

  /** Something was read to stand there. It may be older than what was saved here since: only asking again tells. */
  heard(hash: string): void {
    this.told = hash;
    void this.look();
  }

  changed(graph: Graph): void {
    this.latest = graph;
    if (this.isBusy()) return;
    if (this.isKept()) {
      this.settle();
    } else {
      this.set({ status: "unsaved" });
      this.after(SAVE_AFTER_MS);
    }
  }

  /** Saves what has changed at once. */
  async now(): Promise<void> {
    this.stop();
    if (this.isBusy()) return;
    if (this.isKept()) {
      this.settle();
      return;
    }
    const graph = this.unknown ?? this.latest;
    this.set({ status: "saving" });
    try {
      const { hash, problems } = await this.saver.save(graph, this.state.base);
      this.rebase(hash, graph, problems);
    } catch (error) {
      this.unknown = this.saver.isRefused(error) ? null : graph;
      this.refused(error);
    }
  }

  /** Saves until nothing is left to save or it cannot be: what state that leaves it in. */
  async settled(): Promise<SaveStatus> {
    while (this.state.status === "unsaved" || this.state.status === "saving") {
      if (this.state.status === "unsaved") await this.now();
      else await new Promise<void>((resolve) => this.once(resolve));
    }
    return this.state.status;
  }

  /** Something else stands there now, and has been looked at: what follows is saved over it. */
  rebase(hash: string, graph: Graph, problems: readonly Problem[]): void {
    this.unknown = null;
    this.told = null;
    this.set({ status: "saved", base: hash, saved: graph, problems, message: null });
    this.changed(this.latest);
  }

  /** Nothing stands there any more, as was heard from elsewhere. */
  gone(): void {
    this.halt("gone");
  }

  /** It may be that what kept it from saving is over. */
  async resume(): Promise<void> {
    if (!isHalted(this.state.status)) return;
    this.set({ status: "unsaved" });
    await this.now();
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private once(changed: () => void): void {
    const stop = this.subscribe(() => {
      stop();
      changed();
    });
  }

  private halt(status: Halt): void {
    this.stop();
    this.set({ status, message: null });
  }

  private isBusy(): boolean {
    return isHalted(this.state.status) || this.state.status === "saving";
  }

  private isKept(): boolean {
    return this.latest === this.state.saved && this.unknown === null;
  }

  private settle(): void {
    this.stop();
    this.set({ status: "saved", message: null });
    void this.look();
  }

  /** Asks what stands there where something else was heard of, and hands on what nobody here has seen. */
  private async look(): Promise<void> {
    const { base } = this.state;
    if (!this.listens(base) || this.told === null || this.told === base) return;
    try {
      const theirs = await this.saver.read();
      // What was saved meanwhile is not in it.
      if (!this.listens(base)) return;
      this.told = null;
      if (theirs && theirs.hash !== base) this.hand(theirs);
    } catch (error) {
      if (this.saver.haltOf(error) === null) setTimeout(() => void this.look(), AGAIN_AFTER_MS);
    }
  }

  private listens(base: string): boolean {
    return this.take !== null && this.state.status === "saved" && this.state.base === base;
  }

  private hand({ hash, by, graph, problems }: Stands): void {
    const taken = graph && this.take?.({ by, graph });
    if (taken) this.rebase(hash, taken, problems);
  }

  private refused(error: unknown): void {
    const halt = this.saver.haltOf(error);
    if (halt) {
      this.halt(halt);
      return;
    }
    this.set({ status: "failed", message: this.saver.messageOf(error) });
    this.after(AGAIN_AFTER_MS);
  }

  private after(ms: number): void {
    this.stop();
    this.timer = setTimeout(() => void this.now(), ms);
  }

  private set(next: Partial<SaveState>): void {
    this.state = { ...this.state, ...next };
    for (const listener of this.listeners) listener();
  }
}
