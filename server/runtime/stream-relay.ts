import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Database } from "#db/client";
import { listenToProcesses } from "#db/queries/stream-messages";
import type { StreamPiece } from "#server/engine/live/wire";
import { HeardStreams } from "./heard-streams.ts";
import type { Log } from "./log.ts";
import { Notifier } from "./notifier.ts";
import {
  askOf,
  keyOf,
  linesOf,
  messagesOf,
  type StreamAsk,
  type StreamedRun,
  type StreamTold,
  toldOf,
} from "./stream-messages.ts";
import type { StreamFollower, TaskStreams } from "./task-streams.ts";

const ASKS = "banyan_stream_asks";
/** Runs that others follow, at most; who comes later sees results only. */
const MOST_ANSWERED = 500;

type Times = {
  /** How often a process says that it still follows. */
  readonly renewMs: number;
  /** How long another one takes its word for it. */
  readonly leaseMs: number;
  /** Between two messages about one run to one process. */
  readonly paceMs: number;
  /** Between two commits that tell something, whatever it is about. */
  readonly commitMs: number;
};
const TIMES: Times = { renewMs: 3_000, leaseMs: 10_000, paceMs: 120, commitMs: 50 };

type Options = {
  readonly db: Pick<Database, "sql">;
  /** What is written in this process. */
  readonly own: TaskStreams;
  readonly log: Log;
  /** Whether this process runs the tree, so that no other has to be asked. */
  readonly isOwn?: (treeId: string) => boolean;
  readonly times?: Partial<Times>;
};

type Asked = {
  readonly run: StreamedRun;
  followers: number;
  /** When it was last asked for from the beginning. */
  anewAt: number;
  /** Something is missing that was not asked for since. */
  gap: boolean;
};
type Answering = { readonly stop: () => void; until: number };

/**
 * What attempts of any process write, for whoever looks at their run in this one. A process that follows a run asks all
 * others; the one that runs it tells what there is, then what comes, by notifications: nothing is stored, the journal has no
 * part in it, and runs that nobody follows cost nothing. A message that was lost is noticed by where the next one begins.
 */
export class StreamRelay {
  readonly #options: Options;
  readonly #times: Times;
  readonly #channel = `banyan_stream_${randomUUID().replaceAll("-", "")}`;
  readonly #notifier: Notifier;
  readonly #heard = new HeardStreams();
  readonly #asked = new Map<string, Asked>();
  readonly #answering = new Map<string, Answering>();
  readonly #renewal: NodeJS.Timeout;
  #stops: readonly (() => Promise<void>)[] = [];
  #closed = false;

  constructor(options: Options) {
    this.#options = options;
    this.#times = { ...TIMES, ...options.times };
    this.#notifier = new Notifier(options.db.sql, this.#times.commitMs);
    this.#renewal = setInterval(() => this.#renew(), this.#times.renewMs).unref();
  }

  /** A database that takes no listeners, such as behind some poolers, leaves it with what this process writes. */
  async open(): Promise<void> {
    const { db, log } = this.#options;
    try {
      this.#stops = await Promise.all([
        listenToProcesses(db, ASKS, (text) => {
          for (const line of linesOf(text)) this.#answer(askOf(line));
        }),
        listenToProcesses(
          db,
          this.#channel,
          (text) => {
            for (const line of linesOf(text)) this.#hear(toldOf(line));
          },
          () => this.#askAll((asked) => asked.followers > 0),
        ),
      ]);
    } catch (error) {
      log.warn({ err: error }, "what other processes stream cannot be heard");
    }
  }

  /** Hands over what there is of a run, whichever process writes it, then what comes. Answers how to stop. */
  follow(run: StreamedRun, follower: StreamFollower): () => void {
    const key = keyOf(run);
    const stops = [this.#options.own.follow(run, follower), this.#heard.follow(run, follower)];
    const asked = this.#asked.get(key) ?? { run, followers: 0, anewAt: 0, gap: false };
    this.#asked.set(key, asked);
    asked.followers += 1;
    if (asked.followers === 1) this.#ask([this.#askFor(asked, false)]);
    let over = false;
    return () => {
      if (over) return;
      over = true;
      for (const stop of stops) stop();
      asked.followers -= 1;
      if (asked.followers > 0) return;
      this.#asked.delete(key);
      this.#heard.forget(run);
      this.#ask([{ ...run, answer: this.#channel, stop: true }]);
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#renewal);
    for (const { stop } of this.#answering.values()) stop();
    this.#answering.clear();
    await Promise.all([this.#notifier.close(), ...this.#stops.map((stop) => stop().catch(() => undefined))]);
  }

  #renew(): void {
    this.#askAll(({ gap }) => gap);
    const now = Date.now();
    for (const [key, { until }] of this.#answering) if (until < now) this.#endAnswer(key);
  }

  #askAll(anew: (asked: Asked) => boolean): void {
    this.#ask(Array.from(this.#asked.values(), (asked) => this.#askFor(asked, anew(asked))));
  }

  #askFor(asked: Asked, anew: boolean): StreamAsk {
    if (anew) {
      asked.anewAt = Date.now();
      asked.gap = false;
    }
    return { ...asked.run, answer: this.#channel, ...(anew ? { anew } : {}) };
  }

  #ask(asks: readonly StreamAsk[]): void {
    const { isOwn } = this.#options;
    const others = asks.filter(({ treeId, stop }) => stop || !isOwn?.(treeId));
    if (others.length > 0)
      void this.#tell(
        ASKS,
        others.map((ask) => JSON.stringify(ask)),
      );
  }

  #answer(ask: StreamAsk | null): void {
    if (!ask || ask.answer === this.#channel || this.#closed) return;
    const { answer, anew, stop, treeId, run } = ask;
    const key = `${answer}/${keyOf({ treeId, run })}`;
    if (stop || anew) this.#endAnswer(key);
    if (stop) return;
    const until = Date.now() + this.#times.leaseMs;
    const known = this.#answering.get(key);
    if (known) known.until = until;
    else if (this.#answering.size < MOST_ANSWERED)
      this.#answering.set(key, { stop: this.#follow(answer, { treeId, run }, key), until });
  }

  /** One message is under way at a time; what is written meanwhile comes with the next. */
  #follow(channel: string, run: StreamedRun, key: string): () => void {
    let busy = false;
    const send = async (pieces: readonly StreamPiece[]) => {
      busy = true;
      if (!(await this.#tell(channel, messagesOf(run, pieces)))) this.#endAnswer(key);
      await pause(this.#times.paceMs, undefined, { ref: false });
      busy = false;
    };
    return this.#options.own.follow(run, { ready: () => !busy, deliver: (pieces) => void send(pieces) });
  }

  #endAnswer(key: string): void {
    this.#answering.get(key)?.stop();
    this.#answering.delete(key);
  }

  #hear(told: StreamTold | null): void {
    if (!told) return;
    const { piece, ...run } = told;
    const asked = this.#asked.get(keyOf(run));
    if (!asked) return;
    // Another attempt of the run that goes on does not fill it.
    if (!this.#heard.hear(run, piece)) asked.gap = true;
    // What comes until it is told anew is missing its beginning too.
    if (asked.gap && Date.now() - asked.anewAt > this.#times.paceMs * 4)
      this.#ask([this.#askFor(asked, true)]);
  }

  async #tell(channel: string, messages: readonly string[]): Promise<boolean> {
    if (this.#closed) return false;
    try {
      await this.#notifier.tell(channel, messages);
      return true;
    } catch (error) {
      // Who follows asks again soon, and then hears it from the beginning.
      if (!this.#closed) this.#options.log.warn({ err: error }, "what tasks stream could not be told");
      return false;
    }
  }
}
