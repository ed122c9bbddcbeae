/** A seeded source of numbers in [0, 1). The state is one 32-bit word, so that a scenario is its seed. */
export type Random = {
  next: () => number;
  pick: <T>(list: readonly T[]) => T;
  between: (low: number, high: number) => number;
};

/** Mulberry32 (T. Ettinger): small, fast, and good enough to script a world with; never for secrets. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    pick: (list) => {
      const chosen = list[Math.floor(next() * list.length)];
      if (chosen === undefined) throw new Error("pick from an empty list");
      return chosen;
    },
  };
}
