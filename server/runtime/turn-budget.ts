/**
 * Keeps the event loop alive while owners work through chains that never leave the microtask queue.
 * One budget for the whole process: all owners share one turn.
 */
export type TurnBudget = {
  /** Whether work in this turn of the event loop has taken its time. The first call of a turn starts the count. */
  readonly spent: () => boolean;
  /** Resolves in the next turn, after pending I/O had its go. */
  readonly nextTurn: () => Promise<void>;
};

export function createTurnBudget(maxMs = 10): TurnBudget {
  let startedAt: number | null = null;
  const next: (() => void)[] = [];

  function newTurn(): void {
    startedAt = null;
    for (const resume of next.splice(0)) resume();
  }

  function begin(): number {
    setImmediate(newTurn);
    return performance.now();
  }

  return {
    spent: () => {
      startedAt ??= begin();
      return performance.now() - startedAt > maxMs;
    },
    nextTurn: () =>
      new Promise((resolve) => {
        startedAt ??= begin();
        next.push(resolve);
      }),
  };
}
