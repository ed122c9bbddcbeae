import type { WorkspaceRun } from "#server/engine/live/workspace-wire";
import type { RootSummary } from "#server/services/types";

/** A row as it was listed, with what the live stream has told since. */
export function current(listed: RootSummary, live: WorkspaceRun | undefined): RootSummary {
  if (!live || listed.endedAt !== null) return listed;
  const { status, runs, failedRuns, deepest, failure, endedAt } = live;
  const ended = endedAt === null ? null : new Date(endedAt).toISOString();
  return { ...listed, status, runs, failedRuns, deepest, failure, endedAt: ended };
}
