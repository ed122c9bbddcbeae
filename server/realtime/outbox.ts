import type { LiveBatch } from "#server/engine/live/wire";

/** The part of a connection that tells whether the other side keeps up. */
export type Pipe = {
  /** Messages handed over and not yet on their way. */
  readonly waiting: () => number;
  readonly send: (batch: LiveBatch) => void;
};

export const MAX_QUEUED = { batches: 500, bytes: 1024 * 1024 } as const;
/** Enough to keep a quick connection busy. */
export const MAX_WAITING = 4;

/**
 * Batches of one subscription on their way to one socket. A socket that does not keep up costs a bounded amount of
 * memory: beyond that its queue is dropped and `onOverflow` says so.
 */
export class Outbox {
  readonly #pipe: Pipe;
  readonly #onOverflow: () => void;
  #queue: { readonly batch: LiveBatch; readonly bytes: number }[] = [];
  #bytes = 0;
  #idle: (() => void)[] = [];
  #closed = false;

  constructor(pipe: Pipe, onOverflow: () => void) {
    this.#pipe = pipe;
    this.#onOverflow = onOverflow;
  }

  push(batch: LiveBatch): void {
    if (this.#closed) return;
    const bytes = sizeOf(batch);
    this.#queue.push({ batch, bytes });
    this.#bytes += bytes;
    this.pump();
    // A single batch may be large; what counts is what piles up behind it.
    const tooLong = this.#queue.length > MAX_QUEUED.batches;
    if (tooLong || (this.#queue.length > 1 && this.#bytes > MAX_QUEUED.bytes)) this.#overflow();
  }

  /** Sends what the connection takes. Call it whenever the connection has drained. */
  pump(): void {
    while (!this.#closed && this.#queue.length > 0 && this.#pipe.waiting() < MAX_WAITING) {
      const next = this.#queue.shift();
      if (!next) break;
      this.#bytes -= next.bytes;
      this.#pipe.send(next.batch);
    }
    if (this.#queue.length === 0) this.#wake();
  }

  /** Resolves when nothing is queued: whoever reads the past waits for this between pages. */
  drained(): Promise<void> {
    if (this.#closed || this.#queue.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  close(): void {
    this.#closed = true;
    this.#queue = [];
    this.#bytes = 0;
    this.#wake();
  }

  #overflow(): void {
    this.close();
    this.#onOverflow();
  }

  #wake(): void {
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}

const sizes = new WeakMap<LiveBatch, number>();

/** Measured once, however many sockets a batch goes to. */
function sizeOf(batch: LiveBatch): number {
  const size = sizes.get(batch) ?? JSON.stringify(batch).length;
  sizes.set(batch, size);
  return size;
}
