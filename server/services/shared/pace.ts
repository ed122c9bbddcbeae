const MINUTE_MS = 60_000;
const MAX_KEYS = 10_000;

/** How often whoever comes may ask, counted by minute in this process. */
export class Pace {
  readonly #perMinute: number;
  #minute = 0;
  readonly #counts = new Map<string, number>();

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Counts one more; `false` = that is too many. Of more keys than are kept, new ones have to wait for the next minute. */
  take(key: string, now = Date.now()): boolean {
    this.#turn(now);
    const count = (this.#counts.get(key) ?? 0) + 1;
    if (count === 1 && this.#counts.size >= MAX_KEYS) return false;
    this.#counts.set(key, count);
    return count <= this.#perMinute;
  }

  /** Whether nothing is left for the key. */
  isSpent(key: string, now = Date.now()): boolean {
    this.#turn(now);
    return (this.#counts.get(key) ?? 0) >= this.#perMinute;
  }

  #turn(now: number): void {
    const minute = Math.floor(now / MINUTE_MS);
    if (minute === this.#minute) return;
    this.#minute = minute;
    this.#counts.clear();
  }
}
