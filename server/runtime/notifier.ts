import { setTimeout as pause } from "node:timers/promises";
import type { Sql } from "#db/client";
import { MOST_NOTIFIED_BYTES, type Notification, tellProcesses } from "#db/queries/stream-messages";

/**
 * Tells other processes what is gathered meanwhile, all of it in one commit and in order. PostgreSQL lets commits that
 * notify through one after the other, over all databases of a server, so there is one in `everyMs` at most.
 */
export class Notifier {
  readonly #sql: Sql;
  readonly #everyMs: number;
  #gathered: Notification[] = [];
  #next: Promise<void> | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #sentAt = 0;
  #closed = false;

  constructor(sql: Sql, everyMs: number) {
    this.#sql = sql;
    this.#everyMs = everyMs;
  }

  /** Messages of one line, each of which fits into a notification. Settles when they were sent, or could not be. */
  tell(channel: string, messages: readonly string[]): Promise<void> {
    for (const payload of messages) this.#gathered.push({ channel, payload });
    if (this.#next) return this.#next;
    const next = this.#last.then(() => this.#send());
    this.#next = next;
    this.#last = next.catch(() => undefined);
    return next;
  }

  /** Nothing is told afterwards, what was gathered neither. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#last;
  }

  async #send(): Promise<void> {
    const left = this.#sentAt + this.#everyMs - performance.now();
    // Also without a wait: what is told in the same turn goes together.
    await pause(Math.max(left, 0));
    const gathered = this.#gathered;
    this.#gathered = [];
    this.#next = null;
    this.#sentAt = performance.now();
    if (this.#closed) return;
    await tellProcesses(this.#sql, packed(gathered));
  }
}

/** Messages of one channel share notifications as long as they fit, a line each. */
export function packed(messages: readonly Notification[]): readonly Notification[] {
  const full: Notification[] = [];
  const open = new Map<string, string>();
  for (const { channel, payload } of messages) {
    const before = open.get(channel);
    const both = before === undefined ? payload : `${before}\n${payload}`;
    if (before === undefined || Buffer.byteLength(both) <= MOST_NOTIFIED_BYTES) {
      open.set(channel, both);
      continue;
    }
    full.push({ channel, payload: before });
    open.set(channel, payload);
  }
  return [...full, ...Array.from(open, ([channel, payload]) => ({ channel, payload }))];
}
