import type {
  LiveBatch,
  RunTopic,
  StreamPiece,
  Subscribe,
  SubscribeReply,
  Topic,
  TreeBatch,
} from "#server/engine/live/wire";
import type { WorkspaceProgress } from "#server/engine/live/workspace-wire";
import type { LiveTransport } from "./live-transport";

export type LiveConnection = "connecting" | "live" | "reconnecting" | "stale";

/** What follows one topic. It says where it stands whenever the topic is asked for again. */
export type Follower<B extends LiveBatch = TreeBatch> = {
  readonly position: () => Omit<Subscribe, "topic">;
  /** `false` = events are missing before this batch: the topic is asked for again from where the follower stands. */
  readonly onBatch: (batch: B) => boolean;
  /** Counts that may have been left out; no position. */
  readonly onProgress?: (progress: WorkspaceProgress) => void;
  /** What tasks of a run write at present; no position. After each reconnect it comes from the beginning. */
  readonly onStream?: (pieces: readonly StreamPiece[]) => void;
  /** Take a new snapshot, then follow anew. */
  readonly onResync: () => void;
  readonly onRefused: (code: "FORBIDDEN" | "NOT_FOUND" | "BAD_REQUEST") => void;
};

type Member = Follower<LiveBatch> & { readonly topic: Topic; behindAt: number };

const STALE_MS = 5_000;
const CHECK_MS = 1_000;

/** All topics of a tab over one connection: asks again after each reconnect and after each gap. */
export class LiveSocket {
  private readonly socket: LiveTransport;
  private readonly members = new Map<Topic, Member>();
  private readonly listeners = new Set<() => void>();
  private heardAt = Date.now();
  private state: LiveConnection = "connecting";
  private checkedAt = Date.now();
  private timer: ReturnType<typeof setInterval> | undefined;

  /** @param onSession Who the tab belongs to may have changed: ask who it is, and read anew. */
  constructor(socket: LiveTransport, onSession: () => void = () => undefined) {
    this.socket = socket;
    socket.on("connect", () => {
      this.heard();
      for (const member of this.members.values()) this.ask(member);
      this.check();
    });
    socket.on("disconnect", () => this.check());
    socket.on("session", () => onSession());
    // A server that has restarted does not know the session of before any more, or not with these rights.
    socket.on("connect_error", ({ message }) => {
      if (message === "UNAUTHENTICATED") onSession();
    });
    socket.on("batch", (batch) => this.take(batch));
    socket.on("progress", (progress) => {
      this.heard();
      this.members.get(progress.topic)?.onProgress?.(progress);
    });
    socket.on("stream", ({ topic, pieces }) => {
      this.heard();
      this.members.get(topic)?.onStream?.(pieces);
    });
    socket.on("heartbeat", ({ topic, head }) => this.beat(topic, head));
    socket.on("resync", ({ topic }) => this.members.get(topic)?.onResync());
  }

  readonly connection = (): LiveConnection => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  open(): void {
    this.socket.connect();
    this.checkedAt = Date.now();
    this.timer = setInterval(() => this.listen(), CHECK_MS);
  }

  close(): void {
    clearInterval(this.timer);
    this.socket.disconnect();
  }

  /** Follows a topic until the returned function is called. One follower a topic. */
  join<B extends LiveBatch = TreeBatch>(topic: B["topic"] | RunTopic, follower: Follower<B>): () => void {
    // Batches reach the member of their topic only, so each follower gets its own kind.
    const member: Member = { ...(follower as Follower<LiveBatch>), topic, behindAt: -1 };
    this.members.set(topic, member);
    this.heard();
    if (this.socket.connected) this.ask(member);
    return () => {
      if (this.members.get(topic) !== member) return;
      this.members.delete(topic);
      if (this.socket.connected) this.socket.emit("unsubscribe", { topic });
    };
  }

  private ask(member: Member): void {
    member.behindAt = -1;
    this.socket.emit("subscribe", { topic: member.topic, ...member.position() }, (reply) => {
      if (this.members.get(member.topic) !== member) return;
      this.heard();
      answer(member, reply);
    });
  }

  private take(batch: LiveBatch): void {
    this.heard();
    const member = this.members.get(batch.topic);
    if (!member) return;
    if (!member.onBatch(batch)) this.ask(member);
  }

  /** A head that is ahead at two beats in a row, with nothing applied between, is a gap and not a batch on its way. */
  private beat(topic: Topic, head: number): void {
    this.heard();
    const member = this.members.get(topic);
    if (!member) return;
    const { after } = member.position();
    if (head <= after) member.behindAt = -1;
    else if (member.behindAt === after) this.ask(member);
    else member.behindAt = after;
  }

  private heard(): void {
    this.heardAt = Date.now();
    if (this.state === "stale") this.check();
  }

  /** A page that was held up could hear nothing: what was said meanwhile still waits behind this check. */
  private listen(): void {
    const now = Date.now();
    const heldUp = Math.max(0, now - this.checkedAt - CHECK_MS);
    this.heardAt = Math.min(now, this.heardAt + heldUp);
    this.checkedAt = now;
    this.check();
  }

  private check(): void {
    const next = this.judge();
    if (next === this.state) return;
    this.state = next;
    for (const listener of this.listeners) listener();
  }

  private judge(): LiveConnection {
    if (!this.socket.connected) return this.state === "connecting" ? "connecting" : "reconnecting";
    const silent = this.members.size > 0 && Date.now() - this.heardAt > STALE_MS;
    return silent ? "stale" : "live";
  }
}

function answer(member: Member, reply: SubscribeReply): void {
  if (reply.ok) return;
  if (reply.code === "RESYNC") member.onResync();
  else member.onRefused(reply.code);
}
