/** What the events up to and including `seq` have led to. */
export type Fold<T> = {
  seq: number;
  readonly value: T;
  /** How much it holds, where that is bounded. */
  size?: number;
};

type Entry<T> = { readonly fold: Promise<Fold<T>>; readonly usedAt: number; size: number };
type Options = {
  /** How many are kept at most. */
  readonly limit: number;
  /** How long each is after its last use. */
  readonly idleMs: number;
  /** How much all of them hold. One that is larger alone is not kept. */
  readonly mostSize?: number;
};

/**
 * Folds of journals that somebody looked at lately: the next look reads only what has come since. A journal is append-only,
 * so what was folded of it stays true. Readers get the value itself, which later looks change in place.
 */
export class Folds<T> {
  readonly #limit: number;
  readonly #idleMs: number;
  readonly #mostSize: number;
  readonly #kept = new Map<string, Entry<T>>();
  #timer: NodeJS.Timeout | null = null;

  constructor({ limit, idleMs, mostSize = Number.POSITIVE_INFINITY }: Options) {
    this.#limit = limit;
    this.#idleMs = idleMs;
    this.#mostSize = mostSize;
  }

  /** Brings a fold up to date, looks at the same key one after the other; an error forgets it. */
  async look(
    key: string,
    begin: () => Promise<Fold<T>>,
    advance: (fold: Fold<T>) => Promise<void>,
  ): Promise<T> {
    const known = this.#kept.get(key);
    const fold = (known?.fold ?? begin()).then(async (before) => {
      await advance(before);
      return before;
    });
    this.#keep(key, fold, known?.size ?? 0);
    try {
      const { value, size = 0 } = await fold;
      this.#fit(key, fold, size);
      return value;
    } catch (error) {
      if (this.#kept.get(key)?.fold === fold) this.#kept.delete(key);
      throw error;
    }
  }

  get size(): number {
    return this.#kept.size;
  }

  #keep(key: string, fold: Promise<Fold<T>>, size: number): void {
    this.#kept.delete(key);
    this.#kept.set(key, { fold, usedAt: Date.now(), size });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.#limit) break;
      this.#kept.delete(oldest);
    }
    this.#timer ??= setTimeout(() => this.#tidy(), this.#idleMs).unref();
  }

  #fit(key: string, fold: Promise<Fold<T>>, size: number): void {
    const entry = this.#kept.get(key);
    if (entry?.fold !== fold) return;
    entry.size = size;
    if (size > this.#mostSize) this.#kept.delete(key);
    let total = 0;
    for (const each of this.#kept.values()) total += each.size;
    for (const [oldest, each] of this.#kept) {
      if (total <= this.#mostSize) return;
      this.#kept.delete(oldest);
      total -= each.size;
    }
  }

  #tidy(): void {
    this.#timer = null;
    const since = Date.now() - this.#idleMs;
    for (const [key, { usedAt }] of this.#kept) if (usedAt <= since) this.#kept.delete(key);
    if (this.#kept.size > 0) this.#timer = setTimeout(() => this.#tidy(), this.#idleMs).unref();
  }
}

/** Folds of what each owner reads, such as a database, for as long as there is that owner. */
export function foldsPer<T>(options: Options): (owner: object) => Folds<T> {
  const known = new WeakMap<object, Folds<T>>();
  return (owner) => {
    const folds = known.get(owner) ?? new Folds<T>(options);
    known.set(owner, folds);
    return folds;
  };
}
