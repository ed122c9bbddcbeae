export type Load = { readonly working: number; readonly waiting: number };

/** Lets so many callers of one name work at a time; the others wait in order. */
export class Places {
  readonly #waiting = new Map<string, (() => void)[]>();
  readonly #used = new Map<string, number>();

  /** How many work under a name at this moment, and how many wait to. */
  load(name: string): Load {
    return { working: this.#used.get(name) ?? 0, waiting: this.#waiting.get(name)?.length ?? 0 };
  }

  /** @throws the reason of `signal` when that ends the wait. */
  async within<T>(name: string, most: number, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#enter(name, most, signal);
    try {
      return await work();
    } finally {
      this.#leave(name);
    }
  }

  async #enter(name: string, most: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const used = this.#used.get(name) ?? 0;
    if (used < most) {
      this.#used.set(name, used + 1);
      return;
    }
    const queue = this.#waiting.get(name) ?? [];
    this.#waiting.set(name, queue);
    await new Promise<void>((resolve, reject) => {
      const enter = () => {
        signal.removeEventListener("abort", stop);
        resolve();
      };
      const stop = () => {
        queue.splice(queue.indexOf(enter), 1);
        reject(signal.reason);
      };
      queue.push(enter);
      signal.addEventListener("abort", stop, { once: true });
    });
  }

  /** The place goes to the longest waiting one, without being free in between. */
  #leave(name: string): void {
    const next = this.#waiting.get(name)?.shift();
    if (next) next();
    else this.#used.set(name, (this.#used.get(name) ?? 1) - 1);
  }
}
