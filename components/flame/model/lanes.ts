/** Something that takes a lane from one place to another. */
export type Stretch = { readonly no: number; readonly from: number; readonly to: number };

/**
 * Puts stretches of one depth side by side in as few lanes as can be: two share a lane only when one ends before the
 * other begins. Stretches come in order of their beginnings.
 * @returns the lane of each, in the same order, and how many there are.
 */
export function lanesOf(stretches: readonly Stretch[]): {
  readonly lanes: readonly number[];
  readonly count: number;
} {
  const free = new Heap((a: number, b: number) => a - b);
  const taken = new Heap((a: Taken, b: Taken) => a.until - b.until);
  let count = 0;
  const lanes = stretches.map(({ from, to }) => {
    for (let first = taken.first(); first && first.until <= from; first = taken.first()) {
      taken.pop();
      free.push(first.lane);
    }
    const lane = free.pop() ?? count++;
    taken.push({ lane, until: Math.max(to, from + Number.MIN_VALUE) });
    return lane;
  });
  return { lanes, count };
}

type Taken = { readonly lane: number; readonly until: number };

/** The least of its items first. */
class Heap<Item> {
  readonly #items: Item[] = [];
  readonly #compare: (a: Item, b: Item) => number;

  constructor(compare: (a: Item, b: Item) => number) {
    this.#compare = compare;
  }

  first(): Item | undefined {
    return this.#items[0];
  }

  push(item: Item): void {
    this.#items.push(item);
    let at = this.#items.length - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#isLess(at, above)) return;
      this.#swap(at, above);
      at = above;
    }
  }

  pop(): Item | undefined {
    const first = this.#items[0];
    const last = this.#items.pop();
    if (last === undefined || this.#items.length === 0) return first;
    this.#items[0] = last;
    let at = 0;
    for (;;) {
      let least = at;
      for (const below of [2 * at + 1, 2 * at + 2])
        if (below < this.#items.length && this.#isLess(below, least)) least = below;
      if (least === at) return first;
      this.#swap(at, least);
      at = least;
    }
  }

  #isLess(a: number, b: number): boolean {
    const [one, other] = [this.#items[a], this.#items[b]];
    return one !== undefined && other !== undefined && this.#compare(one, other) < 0;
  }

  #swap(a: number, b: number): void {
    const [one, other] = [this.#items[a], this.#items[b]];
    if (one === undefined || other === undefined) return;
    this.#items[a] = other;
    this.#items[b] = one;
  }
}
