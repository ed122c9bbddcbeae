import { readBoundGraphs } from "#db/queries/read-bound-graphs";
import { readHead } from "#db/queries/read-head";
import { PendingBatch } from "#server/engine/live/pending-batch";
import { newProjection, type Projection, project } from "#server/engine/live/project";
import type { TreeBatch, TreeTopic } from "#server/engine/live/wire";
import type { Event } from "#server/engine/run/events";
import type { Services } from "../context.ts";
import { journalPages } from "../run/journal.ts";
import { after as newFor, pastBatch, topicOf } from "./deltas.ts";
import { openPlaces } from "./open-places.ts";
import { readSnapshot } from "./snapshot.ts";

/** Long enough to merge a burst, short enough to look immediate. */
const COALESCE_MS = 33;

/** Committed events `from`..`to`. */
export type Committed = { readonly from: number; readonly to: number; readonly events: readonly Event[] };

/** Takes batches in order. A promise holds the next one of the past back until it is done. */
export type Deliver = (batch: TreeBatch) => Promise<void> | void;
type Follower = {
  last: number;
  held: TreeBatch[] | null;
  readonly deliver: Deliver;
  readonly startOver: () => void;
};

type FeedServices = Pick<Services, "db" | "log" | "incarnation">;

/**
 * One reader per tree and process: each commit is projected once, whoever looks on. What this process did not
 * commit itself is found by comparing heads.
 */
export class TreeFeed {
  readonly treeId: string;
  readonly #topic: TreeTopic;
  readonly #services: FeedServices;
  readonly #projection: Projection;
  readonly #pending: PendingBatch;
  readonly #followers = new Set<Follower>();
  #timer: NodeJS.Timeout | null = null;
  #filling: Promise<void> | null = null;
  /** Something was committed while it read; whether the reading still saw it is not known. */
  #behind = false;
  #over = false;

  private constructor(services: FeedServices, treeId: string, projection: Projection) {
    this.#services = services;
    this.treeId = treeId;
    this.#topic = topicOf(treeId);
    this.#projection = projection;
    this.#pending = new PendingBatch(this.#topic);
  }

  /** Reads where the tree stands. Commits that come meanwhile are for the caller to hand over afterwards. `null` = no such tree. */
  static async open(services: FeedServices, treeId: string): Promise<TreeFeed | null> {
    const snapshot = await readSnapshot(services, treeId);
    if (!snapshot) return null;
    const projection = newProjection();
    projection.seq = snapshot.seq;
    projection.tree = snapshot.tree;
    for (const row of snapshot.rows) projection.rows.set(row.no, row);
    for (const [no, places] of await openPlaces(services, treeId, snapshot)) {
      projection.places.set(no, places);
    }
    for (const graph of await readBoundGraphs(services.db.sql, treeId, snapshot.seq)) {
      projection.slugs.set(graph.hash, graph.slug);
    }
    return new TreeFeed(services, treeId, projection);
  }

  /** Last seq that it knows. */
  get head(): number {
    return this.#projection.seq;
  }

  get isWatched(): boolean {
    return this.#followers.size > 0;
  }

  /** Its tree went into quarantine or came out of it, which no event tells. Nothing more is delivered; open another. */
  get isOver(): boolean {
    return this.#over;
  }

  /** Whether more will be committed, as far as is known. */
  get isOpen(): boolean {
    return !this.#over && this.#projection.tree?.endedAt === null;
  }

  /** Whether the database is ahead of it, or says otherwise of the quarantine. */
  differsFrom(found: { readonly head: number; readonly status: string }): boolean {
    return !this.#over && (found.head > this.head || isQuarantined(found) !== this.#quarantined);
  }

  /** Whether the tree stands in quarantine as a client believes; looks again before it says no. */
  async agrees(quarantined: boolean): Promise<boolean> {
    if (quarantined !== this.#quarantined) await this.sync();
    return !this.#over && quarantined === this.#quarantined;
  }

  get #quarantined(): boolean {
    return isQuarantined(this.#projection.tree);
  }

  /** Takes a commit of this process. One that does not follow on makes it read what is missing. */
  take({ from, to, events }: Committed): void {
    if (this.#over || to <= this.head) return;
    // A quarantined tree commits nothing: it has been requeued.
    if (this.#quarantined) {
      this.#startOver();
      return;
    }
    if (this.#filling) {
      this.#behind = true;
      return;
    }
    if (from > this.head + 1) {
      void this.sync();
      return;
    }
    this.#apply(events.slice(this.head + 1 - from));
  }

  /** Reads events that were committed elsewhere, or that it missed. */
  sync(): Promise<void> {
    this.#filling ??= this.#fill()
      .catch((error: unknown) => this.#services.log.warn({ err: error }, "a live feed could not catch up"))
      .finally(() => {
        this.#filling = null;
        if (this.#behind) void this.sync();
        this.#behind = false;
      });
    return this.#filling;
  }

  async #fill(): Promise<void> {
    for (;;) {
      const found = await readHead(this.#services.db.sql, this.treeId);
      if (!found || this.#over) return;
      if (isQuarantined(found) !== this.#quarantined) {
        this.#startOver();
        return;
      }
      if (found.head <= this.head) return;
      for await (const page of journalPages(this.#services, { treeId: this.treeId, after: this.head })) {
        this.#apply(page.map(({ event }) => event));
      }
    }
  }

  #apply(events: readonly Event[]): void {
    for (const event of events) {
      const seq = this.head + 1;
      this.#pending.add(seq, project(this.#projection, seq, event));
    }
    if (events.length > 0) this.#timer ??= setTimeout(() => this.#flush(), COALESCE_MS);
  }

  #flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const batch = this.#pending.take();
    if (batch) for (const follower of this.#followers) offer(follower, batch);
  }

  /**
   * Delivers everything after `after`, without a gap: first the past from the journal, then each commit.
   * `startOver` is called, once and last, when a new snapshot is needed.
   * @returns the way to stop; `null` when `after` is a seq that this tree has not reached.
   */
  async follow(
    after: number,
    deliver: Deliver,
    startOver: () => void = () => undefined,
  ): Promise<(() => void) | null> {
    if (after > this.head) await this.sync();
    if (this.#over || after > this.head) return null;
    this.#flush();
    const follower: Follower = { last: after, held: [], deliver, startOver };
    this.#followers.add(follower);
    const stop = () => void this.#followers.delete(follower);
    const head = this.head;
    void this.#replay(follower, head).catch((error: unknown) => {
      this.#services.log.warn({ err: error }, "the past of a tree could not be read for a live feed");
      // Without its past it would only see a gap; the next heartbeat makes it ask again.
      stop();
    });
    return stop;
  }

  async #replay(follower: Follower, head: number): Promise<void> {
    const range = { treeId: this.treeId, after: follower.last, to: head };
    for await (const page of head > follower.last ? journalPages(this.#services, range) : []) {
      if (!this.#followers.has(follower)) return;
      const to = page.at(-1)?.seq ?? follower.last;
      const touched = new Set(page.flatMap(({ event }) => ("run" in event ? [event.run] : [])));
      const batch = pastBatch(this.#projection, { topic: this.#topic, from: follower.last + 1, to }, touched);
      follower.last = to;
      await follower.deliver(batch);
    }
    const held = follower.held ?? [];
    follower.held = null;
    for (const batch of held) offer(follower, batch);
  }

  #startOver(): void {
    this.#over = true;
    const followers = [...this.#followers];
    this.close();
    for (const follower of followers) follower.startOver();
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#followers.clear();
  }
}

function isQuarantined(tree: { readonly status: string } | null): boolean {
  return tree?.status === "needs_attention";
}

function offer(follower: Follower, batch: TreeBatch): void {
  if (follower.held) {
    follower.held.push(batch);
    return;
  }
  const fresh = newFor(batch, follower.last);
  if (!fresh) return;
  follower.last = fresh.to;
  void follower.deliver(fresh);
}
