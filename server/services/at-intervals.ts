/**
 * Does something every `ms`, but never twice at a time: what takes longer leaves turns out. Does not keep the process.
 * @returns the way to stop; work that is under way goes on to its end.
 */
export function atIntervals(
  ms: number,
  work: () => Promise<void>,
  onError: (error: unknown) => void,
): () => void {
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    work()
      .catch(onError)
      .finally(() => {
        busy = false;
      });
  }, ms);
  timer.unref();
  return () => clearInterval(timer);
}
