/** Longest rising part of a list of different numbers, as the set of its members. */
export function longestRise(list: readonly number[]): ReadonlySet<number> {
  /** By length: place of the smallest last member of a rise of that length. */
  const ends: number[] = [];
  const before = list.map((value, i) => {
    const length = risesBelow(list, ends, value);
    ends[length] = i;
    return length > 0 ? (ends[length - 1] ?? -1) : -1;
  });
  const members = new Set<number>();
  for (let i = ends.at(-1) ?? -1; i >= 0; i = before[i] ?? -1) members.add(list[i] ?? 0);
  return members;
}

/** Length of the longest rise so far that ends below a value. */
function risesBelow(list: readonly number[], ends: readonly number[], value: number): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[ends[middle] ?? 0] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
