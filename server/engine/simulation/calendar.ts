import type { EpochMs } from "../ids.ts";
import type { Command } from "../run/commands.ts";

type Entry = { readonly at: EpochMs; readonly order: number; readonly command: Command };

/** What will happen when: commands by virtual instant, those of one instant in the order they were added. */
export class Calendar {
  #heap: Entry[] = [];
  #added = 0;

  get size(): number {
    return this.#heap.length;
  }

  get firstAt(): EpochMs | undefined {
    return this.#heap[0]?.at;
  }

  add(at: EpochMs, command: Command): void {
    const entry = { at, order: this.#added++, command };
    let index = this.#heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#swapIfBefore(index, parent)) break;
      index = parent;
    }
  }

  /** Takes the earliest entry off. */
  next(): Entry | undefined {
    const top = this.#heap[0];
    const last = this.#heap.pop();
    if (!top || !last || this.#heap.length === 0) return top;
    this.#heap[0] = last;
    this.#sink();
    return top;
  }

  clear(): void {
    this.#heap = [];
  }

  #sink(): void {
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const child = this.#isBefore(left + 1, left) ? left + 1 : left;
      if (!this.#swapIfBefore(child, index)) return;
      index = child;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const [x, y] = [this.#heap[a], this.#heap[b]];
    if (!x || !y) return false;
    return x.at !== y.at ? x.at < y.at : x.order < y.order;
  }

  #swapIfBefore(a: number, b: number): boolean {
    const [x, y] = [this.#heap[a], this.#heap[b]];
    if (!x || !y || !this.#isBefore(a, b)) return false;
    this.#heap[a] = y;
    this.#heap[b] = x;
    return true;
  }
}
