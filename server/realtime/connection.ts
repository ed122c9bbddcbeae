import {
  type LiveBatch,
  type RunTopic,
  type Subscribe,
  type SubscribeReply,
  subscribeSchema,
  type Topic,
} from "#server/engine/live/wire";
import { authorize, isAllowed } from "../services/authorize.ts";
import type { Services } from "../services/context.ts";
import { ServiceError } from "../services/errors.ts";
import { SOCKET_EVENTS, TO_CONNECT } from "../services/permissions/faces.ts";
import { findRun } from "../services/run/find-run.ts";
import type { TreeFeeds } from "../services/tree/feeds.ts";
import type { Caller, Role } from "../services/types.ts";
import type { WorkspaceFeed } from "../services/workspace/feed.ts";
import type { LiveSocket } from "./attach.ts";
import { MAX_WAITING, Outbox } from "./outbox.ts";

/** More trees than anyone looks at from one tab. */
const MAX_TOPICS = 20;

type Options = {
  readonly feeds: TreeFeeds;
  readonly workspace: WorkspaceFeed;
  /** Who the connection belongs to at this moment. */
  readonly identify: () => Promise<Caller | null>;
  readonly services: Services;
};

type Asked = { readonly treeId: string | undefined; readonly runId: string | undefined };
type Feed = { readonly head: number };
type Subscription = { feed: Feed | null; outbox: Outbox | null; stop: () => void; ended: boolean };
type Code = "FORBIDDEN" | "NOT_FOUND" | "RESYNC";
/** A feed that delivers into the subscription's outbox, and the way to stop. */
type Opened = { readonly feed: Feed; readonly stop: () => void };

/** One socket and the topics that it follows. Nothing that a client sends makes it throw. */
export class Connection {
  readonly #socket: LiveSocket;
  readonly #options: Options;
  readonly #topics = new Map<string, Subscription>();
  readonly #onDrain = () => this.#pump();

  /** What the caller's role was when it was last told of. */
  #role: Role;

  constructor(socket: LiveSocket, role: Role, options: Options) {
    this.#socket = socket;
    this.#role = role;
    this.#options = options;
    socket.on("subscribe", (request, reply) => void this.#answer(request, reply));
    socket.on("unsubscribe", (request) => this.#end(topicIn(request)));
    socket.onAny((name: string, ...rest: unknown[]) => refuseUnknown(name, rest));
    socket.conn.on("drain", this.#onDrain);
  }

  /** Tells each topic's head; ends the connection when its session or token has ended. */
  async beat(): Promise<void> {
    const caller = await this.#options.identify();
    if (!caller || !isAllowed(caller.role, TO_CONNECT)) {
      this.#socket.emit("session", { ended: caller === null });
      this.#socket.disconnect(true);
      return;
    }
    if (this.#role !== caller.role) this.#socket.emit("session", { ended: false });
    this.#role = caller.role;
    for (const [topic, { feed }] of this.#topics) {
      if (feed) this.#socket.emit("heartbeat", { topic: topic as Topic, head: feed.head });
    }
  }

  close(): void {
    this.#socket.conn.off("drain", this.#onDrain);
    for (const topic of [...this.#topics.keys()]) this.#end(topic);
  }

  async #answer(request: unknown, reply: unknown): Promise<void> {
    const answer =
      typeof reply === "function" ? (reply as (answer: SubscribeReply) => void) : () => undefined;
    try {
      await this.#subscribe(request, answer);
    } catch (error) {
      const forbidden = error instanceof ServiceError && error.code === "FORBIDDEN";
      if (!forbidden) this.#options.services.log.error({ err: error }, "a live subscription failed");
      answer({ ok: false, code: forbidden ? "FORBIDDEN" : "RESYNC" });
    }
  }

  async #subscribe(given: unknown, answer: (reply: SubscribeReply) => void): Promise<void> {
    const request = subscribeSchema.safeParse(given);
    if (!request.success) return answer({ ok: false, code: "BAD_REQUEST" });
    const { topic, incarnation } = request.data;
    this.#end(topic);
    const treeId = /^tree:([0-9a-f-]{36})$/.exec(topic)?.[1];
    const runId = /^run:([0-9a-f-]{36}(?:\.\d{1,9})?)$/.exec(topic)?.[1];
    const known = topic === "workspace" || (treeId ?? runId) !== undefined;
    if (!known || this.#topics.size >= MAX_TOPICS) return answer({ ok: false, code: "BAD_REQUEST" });
    if (runId === undefined && incarnation !== this.#options.services.incarnation)
      return answer({ ok: false, code: "RESYNC" });
    const subscription: Subscription = { feed: null, outbox: null, stop: () => undefined, ended: false };
    this.#topics.set(topic, subscription);
    const code = await this.#open({ treeId, runId }, request.data, subscription, answer);
    if (code === null) return;
    if (this.#topics.get(topic) === subscription) this.#end(topic);
    answer({ ok: false, code });
  }

  /** Answers itself when all is well, before the first batch. */
  async #open(
    { treeId, runId }: Asked,
    request: Subscribe,
    subscription: Subscription,
    answer: (reply: SubscribeReply) => void,
  ): Promise<Code | null> {
    const caller = await this.#options.identify();
    if (!caller) return "FORBIDDEN";
    const outbox = new Outbox(
      {
        waiting: () => this.#waiting(),
        send: (batch) => void this.#socket.emit("batch", batch),
      },
      () => this.#startOver(request.topic),
    );
    const opened =
      runId !== undefined
        ? await this.#followRun(caller, runId, request.topic as RunTopic)
        : treeId === undefined
          ? await this.#followWorkspace(caller, request, outbox)
          : await this.#followTree(caller, treeId, request, outbox);
    if (typeof opened === "string") return opened;
    Object.assign(subscription, { outbox, ...opened });
    answer({ ok: true, head: opened.feed.head });
    // The client may have gone or asked anew while this was under way.
    if (subscription.ended) this.#release(subscription);
    return null;
  }

  async #followTree(
    caller: Caller,
    treeId: string,
    { topic, after, held }: Subscribe,
    outbox: Outbox,
  ): Promise<Opened | Code> {
    const feed = await this.#options.feeds.open(caller, treeId);
    if (!feed) return "NOT_FOUND";
    if (held !== undefined && !(await feed.agrees(held))) return "RESYNC";
    const stop = await feed.follow(after, intoOutbox(outbox), () => this.#startOver(topic));
    return stop ? { feed, stop } : "RESYNC";
  }

  /** Has no past and no position: what is there of open attempts, then what comes. */
  async #followRun(caller: Caller, id: string, topic: RunTopic): Promise<Opened | Code> {
    authorize(caller, "run.read");
    const { services } = this.#options;
    const run = await findRun(services, id).catch((error: unknown) => {
      if (error instanceof ServiceError && error.code === "NOT_FOUND") return null;
      throw error;
    });
    if (!run) return "NOT_FOUND";
    const stop = services.streams.follow(
      { treeId: run.run.treeId, run: run.run.no },
      {
        ready: () => this.#waiting() < MAX_WAITING,
        deliver: (pieces) => void this.#socket.emit("stream", { topic, pieces }),
      },
    );
    return { feed: { head: 0 }, stop };
  }

  async #followWorkspace(
    caller: Caller,
    { topic, after }: Subscribe,
    outbox: Outbox,
  ): Promise<Opened | Code> {
    const { workspace } = this.#options;
    const stop = await workspace.follow(caller, {
      after,
      deliver: intoOutbox(outbox),
      progress: (progress) => void this.#socket.volatile.emit("progress", progress),
      startOver: () => this.#startOver(topic),
    });
    return stop ? { feed: workspace, stop } : "RESYNC";
  }

  /** Messages that are not on their way yet. */
  #waiting(): number {
    return this.#socket.conn["writeBuffer"].length;
  }

  #startOver(topic: string): void {
    this.#end(topic);
    this.#socket.emit("resync", { topic: topic as Topic });
  }

  #end(topic: string): void {
    const subscription = this.#topics.get(topic);
    if (!subscription) return;
    this.#topics.delete(topic);
    subscription.ended = true;
    this.#release(subscription);
  }

  #release({ stop, outbox }: Subscription): void {
    stop();
    outbox?.close();
  }

  #pump(): void {
    for (const { outbox } of this.#topics.values()) outbox?.pump();
  }
}

/** What holds the next batch of the past back until this one is on its way. */
function intoOutbox(outbox: Outbox): (batch: LiveBatch) => Promise<void> {
  return (batch) => {
    outbox.push(batch);
    return outbox.drained();
  };
}

const KNOWN = new Set(Object.keys(SOCKET_EVENTS));

function refuseUnknown(name: string, rest: readonly unknown[]): void {
  const reply = rest.at(-1);
  if (!KNOWN.has(name) && typeof reply === "function") reply({ ok: false, code: "BAD_REQUEST" });
}

function topicIn(request: unknown): string {
  const topic = typeof request === "object" && request !== null && "topic" in request ? request.topic : "";
  return typeof topic === "string" ? topic : "";
}
