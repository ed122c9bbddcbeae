import type { DetachedStart } from "#server/engine/nodes/detach";
import { DETACH } from "#server/engine/nodes/subworkflow/definition";
import type { Executor } from "#server/runtime/executor";

export type DetachedRun = {
  readonly runId: string;
  readonly workflow: string;
  readonly revision: number | null;
};
/** Starts a tree; the same key always answers with the same one. */
export type StartDetached = (start: DetachedStart, key: string) => Promise<DetachedRun>;

/**
 * Starts of detached children. The key of the attempt is the key of the start: one that is handed out again after a crash
 * comes back with the tree that it had started.
 */
export function createDetachExecutor(start: StartDetached): Executor {
  return {
    facts: (name) => (name === DETACH ? { pure: false } : undefined),
    run: async (_name, input, { idempotencyKey }) => {
      try {
        return { ok: true, output: await start(input as unknown as DetachedStart, idempotencyKey) };
      } catch (error) {
        return { ok: false, failure: notStarted(input as unknown as DetachedStart, error) };
      }
    },
  };
}

function notStarted({ workflow }: DetachedStart, error: unknown) {
  const why = error instanceof Error ? error.message : String(error);
  const message = `A detached run of ${workflow} could not be started: ${why}`;
  return { class: "task", code: "DetachedStartFailed", message, retryable: true } as const;
}
