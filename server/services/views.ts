import type { RootRecord } from "#db/queries/list-roots";
import type { RunRecord, TreeRecord } from "#db/rows";
import { runIdOf } from "#server/engine/ids";
import type { Status } from "#server/engine/live/wire";
import type { RootSummary, RunSummary } from "./types.ts";

/** What of a tree's own state shows in its runs. */
type TreeFacts = Pick<TreeRecord, "status" | "createdAt" | "failure">;

export function iso(at: number): string {
  return new Date(at).toISOString();
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : iso(at);
}

/** Open runs of a paused or quarantined tree show the tree's state; settled runs keep their own. */
function statusOf(run: RunRecord, tree: TreeFacts): Status {
  const held = tree.status === "paused" || tree.status === "needs_attention";
  return (run.endedAt === null && held ? tree.status : run.status) as Status;
}

/** Open runs of a quarantined tree say why it is held back. */
function failureOf(run: RunRecord, tree: TreeFacts): RunSummary["failure"] {
  const held = run.endedAt === null && tree.status === "needs_attention";
  const text = run.failure ?? (held ? tree.failure : null);
  return text === null ? null : (JSON.parse(text) as RunSummary["failure"]);
}

export function runSummary(run: RunRecord, tree: TreeFacts): RunSummary {
  return {
    id: runIdOf(run.treeId, run.no),
    treeId: run.treeId,
    parentId: run.parentNo === null ? null : runIdOf(run.treeId, run.parentNo),
    workflow: run.slug,
    revision: run.revision,
    label: run.label,
    depth: run.depth,
    path: run.path,
    status: statusOf(run, tree),
    failure: failureOf(run, tree),
    createdAt: run.no === 0 ? tree.createdAt.toISOString() : iso(run.startedAt),
    startedAt: iso(run.startedAt),
    endedAt: isoOrNull(run.endedAt),
  };
}

export function rootSummary({ tree, root }: RootRecord): RootSummary {
  const { runs, failedRuns, deepest, maxDepth, maxRuns, createdBy, demo } = tree;
  const { tokens, costUsd } = root.no === 0 ? tree : root;
  const size = { runs, failedRuns, deepest, maxDepth, maxRuns, tokens, costUsd };
  return { ...runSummary(root, tree), ...size, createdBy, demo };
}
