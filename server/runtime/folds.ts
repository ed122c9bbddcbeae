/** What the events up to and including `seq` have led to. */
export type Fold<T> = { seq: number; readonly value: T };

type Entry<T> = { readonly fold: Promise<Fold<T>>; readonly usedAt: number };

/**
 * Folds of journals that somebody looked at lately: the next look reads only what has come since. A journal is append-only,
 * so what was folded of it stays true. Readers get the value itself, which later looks change in place.
 */
export class Folds<T> {
  readonly #limit: number;
  readonly #idleMs: number;
  readonly #kept = new Map<string, Entry<T>>();
  #timer: NodeJS.Timeout | null = null;

  /** Keeps `limit` of them at most, and each for `idleMs` after its last use. */
  constructor({ limit, idleMs }: { readonly limit: number; readonly idleMs: number }) {
    this.#limit = limit;
    this.#idleMs = idleMs;
  }

  /** Brings a fold up to date, looks at the same key one after the other; an error forgets it. */
  async look(
    key: string,
    begin: () => Promise<Fold<T>>,
    advance: (fold: Fold<T>) => Promise<void>,
  ): Promise<T> {
    const before = this.#kept.get(key)?.fold ?? begin();
    const fold = before.then(async (known) => {
      await advance(known);
      return known;
    });
    this.#keep(key, fold);
    try {
      return (await fold).value;
    } catch (error) {
      if (this.#kept.get(key)?.fold === fold) this.#kept.delete(key);
      throw error;
    }
  }

  get size(): number {
    return this.#kept.size;
  }

  #keep(key: string, fold: Promise<Fold<T>>): void {
    this.#kept.delete(key);
    this.#kept.set(key, { fold, usedAt: Date.now() });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.#limit) break;
      this.#kept.delete(oldest);
    }
    this.#timer ??= setTimeout(() => this.#tidy(), this.#idleMs).unref();
  }

  #tidy(): void {
    this.#timer = null;
    const since = Date.now() - this.#idleMs;
    for (const [key, { usedAt }] of this.#kept) if (usedAt <= since) this.#kept.delete(key);
    if (this.#kept.size > 0) this.#timer = setTimeout(() => this.#tidy(), this.#idleMs).unref();
  }
}
