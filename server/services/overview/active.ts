import { type OpenTree, openTrees } from "#db/queries/overview";
import type { Status } from "#server/engine/live/wire";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { ActiveTree, ActiveTrees } from "../overview-types.ts";
import type { Caller } from "../types.ts";

const SHOWN = 20;

/** Trees that go on, against their limits: of the newest, the largest first. */
export async function overviewActive({ db, host }: Services, caller: Caller): Promise<ActiveTrees> {
  authorize(caller, "run.read");
  const { total, trees } = await openTrees(db.sql, SHOWN);
  return { total, trees: trees.map((tree) => activeTree(tree, host.widestLevel(tree.id))) };
}

type Widest = { readonly depth: number; readonly agents: number } | null;

function activeTree(tree: OpenTree, widest: Widest): ActiveTree {
  const { id, slug, name, revision, label, status, openStatus, demo, startedAt, maxAgents } = tree;
  const { deepest, maxDepth, runs, maxRuns, failedRuns, tokens, costUsd, timeoutMs } = tree;
  return {
    id,
    workflow: slug,
    name,
    revision,
    label,
    status: (status === "running" ? openStatus : status) as Status,
    demo,
    deepest,
    maxDepth,
    runs,
    maxRuns,
    failedRuns,
    tokens,
    costUsd,
    startedAt: startedAt.toISOString(),
    timeoutMs,
    widest: widest && maxAgents !== null ? { ...widest, maxAgents } : null,
  };
}
