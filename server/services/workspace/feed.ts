import { readWorkspaceEvents, workspaceBounds } from "#db/queries/workspace-events";
import type { WorkspaceBatch, WorkspaceProgress } from "#server/engine/live/workspace-wire";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";
import { workspaceBatch, workspaceEvent } from "./events.ts";
import { createProgress } from "./progress.ts";
import { createRelay, type Relay } from "./relay.ts";

const PAGE = 500;
/** Further behind than this, a snapshot is less to read than the past. */
const MAX_BEHIND = 5_000;

type Follower = {
  last: number;
  /** Batches that came while the past was read. */
  held: WorkspaceBatch[] | null;
  readonly deliver: (batch: WorkspaceBatch) => Promise<void> | void;
  readonly progress: (progress: WorkspaceProgress) => void;
  readonly startOver: () => void;
};

type FollowOptions = {
  /** Last seq that the follower knows. */
  readonly after: number;
  /** Takes batches in order. A promise holds the next one of the past back until it is done. */
  readonly deliver: Follower["deliver"];
  readonly progress?: Follower["progress"];
  /** Called, once and last, when a new snapshot is needed. */
  readonly startOver?: () => void;
};

type FeedOptions = { readonly pollMs?: number; readonly listen?: boolean; readonly progressMs?: number };

/** The workspace topic in this process: one reader, however many follow it. */
export class WorkspaceFeed {
  readonly #services: Services;
  readonly #followers = new Set<Follower>();
  readonly #relay: Relay;
  readonly #progress: { readonly close: () => void };
  #head: number | null = null;

  constructor(services: Services, { progressMs, ...options }: FeedOptions = {}) {
    this.#services = services;
    this.#relay = createRelay({ services, onRelayed: () => this.#read(), ...options });
    this.#progress = createProgress({
      services,
      isWatched: () => this.#followers.size > 0,
      send: (progress) => {
        for (const follower of this.#followers) follower.progress(progress);
      },
      ...(progressMs === undefined ? {} : { everyMs: progressMs }),
    });
  }

  /** Last seq that it has handed on. */
  get head(): number {
    return this.#head ?? 0;
  }

  /** Looks for news now: what was committed before is handed on when it resolves. */
  async sync(): Promise<void> {
    await this.#relay.look();
  }

  /** Authorises. `null` = a new snapshot is needed: the seq is too old, or the topic has not reached it. */
  async follow(
    caller: Caller,
    { after, deliver, progress = () => undefined, startOver = () => undefined }: FollowOptions,
  ): Promise<(() => void) | null> {
    authorize(caller, "run.read");
    if (this.#head === null || after > this.#head) await this.sync();
    const head = this.head;
    if (after > head || head - after > MAX_BEHIND) return null;
    const follower: Follower = { last: after, held: [], deliver, progress, startOver };
    this.#followers.add(follower);
    const { oldest } = await workspaceBounds(this.#services.db.sql);
    if (after < head && after + 1 < oldest) {
      this.#followers.delete(follower);
      return null;
    }
    void this.#replay(follower, head).catch((error: unknown) => {
      this.#services.log.warn({ err: error }, "the past of the workspace topic could not be read");
      this.#startOver(follower);
    });
    return () => void this.#followers.delete(follower);
  }

  async close(): Promise<void> {
    this.#followers.clear();
    this.#progress.close();
    await this.#relay.close();
  }

  async #read(): Promise<void> {
    const { sql } = this.#services.db;
    if (this.#head === null) {
      this.#head = (await workspaceBounds(sql)).head;
      return;
    }
    for (;;) {
      const rows = await readWorkspaceEvents(sql, { after: this.#head, limit: PAGE });
      const batch = workspaceBatch(rows.map(workspaceEvent));
      if (!batch) return;
      const gap = batch.from !== this.#head + 1;
      this.#head = batch.to;
      // Trimmed while nobody read: whoever follows has missed something.
      for (const follower of this.#followers) {
        if (gap) this.#startOver(follower);
        else offer(follower, batch);
      }
      if (rows.length < PAGE) return;
    }
  }

  async #replay(follower: Follower, head: number): Promise<void> {
    const { sql } = this.#services.db;
    while (follower.last < head && this.#followers.has(follower)) {
      const rows = await readWorkspaceEvents(sql, { after: follower.last, to: head, limit: PAGE });
      const batch = workspaceBatch(rows.map(workspaceEvent));
      if (!batch || batch.from !== follower.last + 1) {
        this.#startOver(follower);
        return;
      }
      follower.last = batch.to;
      await follower.deliver(batch);
    }
    const held = follower.held ?? [];
    follower.held = null;
    for (const batch of held) offer(follower, batch);
  }

  #startOver(follower: Follower): void {
    if (this.#followers.delete(follower)) follower.startOver();
  }
}

function offer(follower: Follower, batch: WorkspaceBatch): void {
  if (follower.held) {
    follower.held.push(batch);
    return;
  }
  const fresh = workspaceBatch(batch.events.filter(({ seq }) => seq > follower.last));
  if (!fresh) return;
  follower.last = fresh.to;
  void follower.deliver(fresh);
}
