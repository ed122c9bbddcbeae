/** The greatest of all; −1 = there is none. However many there are, which `Math.max(...all)` does not bear. */
export function lastOf(...all: readonly Iterable<number>[]): number {
  let last = -1;
  for (const some of all) for (const item of some) last = Math.max(last, item);
  return last;
}
