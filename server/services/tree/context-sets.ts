import type { Entry } from "#server/engine/context/entry";
import { isHidden } from "../run/context-views.ts";

/** What runs of a tree hold in their contexts, told short: many hold the same, and each different one is told once. */
export type TreeContexts = {
  /** Key of an entry and digest of its value. */
  readonly entries: readonly (readonly [key: string, digest: string])[];
  /** Contexts, each by the indexes of its entries. */
  readonly sets: readonly (readonly number[])[];
  /** By number of the run, an index into `sets`; -1 = it has no context. */
  readonly of: readonly number[];
};

const NONE = -1;

/** Contexts of the runs of a tree as they change. */
export class ContextSets {
  readonly #entries = new Interned<readonly [string, string]>();
  readonly #sets = new Interned<readonly number[]>();
  readonly #of: number[] = [];
  readonly #characters: number;

  /** @param characters How much of a hash tells values apart. */
  constructor(characters: number) {
    this.#characters = characters;
  }

  /** How much it holds, in bytes or so. */
  get size(): number {
    return this.#entries.size + this.#sets.size + this.#of.length * Float64Array.BYTES_PER_ELEMENT;
  }

  start(run: number, entries: readonly Entry[] | undefined): void {
    this.#of[run] = entries ? this.#setOf(entries.map((entry) => this.#indexOf(entry))) : NONE;
  }

  write(run: number, entries: readonly Entry[]): void {
    const written = new Set(entries.map(({ key }) => key));
    const before = this.#sets.at(this.#of[run] ?? NONE) ?? [];
    const kept = before.filter((index) => !written.has(this.#entries.at(index)?.[0] ?? ""));
    this.#of[run] = this.#setOf([...kept, ...entries.map((entry) => this.#indexOf(entry))]);
  }

  /** Only what runs hold at present. */
  told(): TreeContexts {
    const entries = new Interned<readonly [string, string]>();
    const sets = new Interned<readonly number[]>();
    const again = new Map<number, number>();
    const of = Array.from(this.#of, (at) => {
      const set = this.#sets.at(at);
      if (!set) return NONE;
      const known = again.get(at);
      if (known !== undefined) return known;
      const indexes = set.map((index) => entries.of(this.#entries.at(index) as readonly [string, string]));
      again.set(at, sets.of(indexes));
      return again.get(at) ?? NONE;
    });
    return { entries: entries.all, sets: sets.all, of };
  }

  #indexOf(entry: Entry): number {
    // The hash of a short secret would give it away.
    return this.#entries.of([entry.key, isHidden(entry) ? "" : entry.hash.slice(0, this.#characters)]);
  }

  #setOf(indexes: readonly number[]): number {
    return this.#sets.of([...indexes].sort((a, b) => a - b));
  }
}

/** About what the heap holds for a value besides its name and its parts. */
const VALUE_BYTES = 128;

/** Each different value once, by its index. */
class Interned<Value extends readonly (string | number)[]> {
  readonly all: Value[] = [];
  readonly #indexes = new Map<string, number>();
  #size = 0;

  /** How much it holds, in bytes or so. */
  get size(): number {
    return this.#size;
  }

  of(value: Value): number {
    const name = value.join("\u0000");
    const known = this.#indexes.get(name);
    if (known !== undefined) return known;
    this.#indexes.set(name, this.all.length);
    this.#size += VALUE_BYTES + name.length + value.length * Float64Array.BYTES_PER_ELEMENT;
    return this.all.push(value) - 1;
  }

  at(index: number): Value | undefined {
    return this.all[index];
  }
}
