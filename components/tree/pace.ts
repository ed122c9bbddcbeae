const LEAST_MS = 66;

/**
 * Fifteen times a second at most, and for no more than a third of the time: whatever else the page has to do, such as
 * going to another one, gets its turn while a tree grows.
 */
export function paced(): (flush: () => void) => void {
  let endedAt = 0;
  let spent = 0;
  return (flush) => {
    const wait = endedAt + Math.max(LEAST_MS, 2 * spent) - performance.now();
    setTimeout(
      () =>
        requestAnimationFrame(() => {
          const startedAt = performance.now();
          flush();
          // Drawing follows the flush; what is queued now runs after it.
          setTimeout(() => {
            endedAt = performance.now();
            spent = endedAt - startedAt;
          });
        }),
      Math.max(0, wait),
    );
  };
}
