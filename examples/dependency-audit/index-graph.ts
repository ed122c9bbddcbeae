import type { LockfileIndex } from "./lockfile-index.ts";

/** Facts about the whole dependency graph. They come from the index alone, so they are the same in every execution. */
export type GraphFacts = {
  /** Keys that the project reaches, with the key that leads to each on a shortest chain (`null` = the project). */
  readonly via: ReadonlyMap<string, string | null>;
  /** A longest chain of dependencies, closing edges of cycles left out. */
  readonly deepest: readonly string[];
  /** One chain for each dependency that leads back to a package above it, starting and ending there. */
  readonly cycles: { readonly total: number; readonly list: readonly (readonly string[])[] };
};

/** Most cycles that are told in full. */
const CYCLES = 100;

export function graphFacts(index: LockfileIndex): GraphFacts {
  const walk = new Walk(index);
  return {
    via: shortestWays(index),
    deepest: walk.deepest(),
    cycles: { total: walk.cyclesTotal, list: walk.cycles },
  };
}

/** The chain from the project to a package, by its keys; the project itself is left out. */
export function chainTo(via: GraphFacts["via"], key: string): string[] {
  const chain: string[] = [];
  for (let at: string | null | undefined = key; at; at = via.get(at)) chain.push(at);
  return chain.reverse();
}

function shortestWays(index: LockfileIndex): Map<string, string | null> {
  const via = new Map<string, string | null>(index.direct.map((key) => [key, null]));
  for (const key of via.keys()) {
    for (const next of dependenciesOf(index, key)) if (!via.has(next)) via.set(next, key);
  }
  return via;
}

type Frame = { readonly key: string; next: number };
type Below = { readonly length: number; readonly next: string | null };

/** Visits every package once, without recursion of its own: a chain may be as long as the lockfile. */
class Walk {
  readonly cycles: string[][] = [];
  cyclesTotal = 0;
  /** Of each package that is done, the longest chain that starts with it. */
  readonly #below = new Map<string, Below>();
  readonly #path: Frame[] = [];
  readonly #open = new Set<string>();
  readonly #index: LockfileIndex;

  constructor(index: LockfileIndex) {
    this.#index = index;
    for (const key of index.direct) {
      if (!this.#below.has(key)) this.#enter(key);
      while (this.#path.length > 0) this.#advance();
    }
  }

  deepest(): string[] {
    const lengthOf = (key: string) => this.#below.get(key)?.length ?? 0;
    const [first = null] = [...this.#index.direct].sort((a, b) => lengthOf(b) - lengthOf(a));
    const chain: string[] = [];
    for (let key = first; key !== null; key = this.#below.get(key)?.next ?? null) chain.push(key);
    return chain;
  }

  #enter(key: string): void {
    this.#path.push({ key, next: 0 });
    this.#open.add(key);
  }

  #advance(): void {
    const frame = this.#path.at(-1);
    if (!frame) return;
    const next = dependenciesOf(this.#index, frame.key)[frame.next++];
    if (next === undefined) this.#leave(frame.key);
    else if (this.#open.has(next)) this.#close(next);
    else if (!this.#below.has(next)) this.#enter(next);
  }

  /** Dependencies that are still open lead upwards: no chain downwards goes through them. */
  #leave(key: string): void {
    let longest: Below = { length: 1, next: null };
    for (const next of dependenciesOf(this.#index, key)) {
      const length = 1 + (this.#below.get(next)?.length ?? 0);
      if (length > longest.length) longest = { length, next };
    }
    this.#below.set(key, longest);
    this.#open.delete(key);
    this.#path.pop();
  }

  #close(key: string): void {
    this.cyclesTotal += 1;
    if (this.cycles.length >= CYCLES) return;
    const from = this.#path.findIndex((frame) => frame.key === key);
    this.cycles.push([...this.#path.slice(from).map((frame) => frame.key), key]);
  }
}

function dependenciesOf(index: LockfileIndex, key: string): readonly string[] {
  return index.packages[key]?.dependencies ?? [];
}
