import type { PlannedRun } from "#server/engine/fork/plan";
import { parseRunId, type RunNo, runIdOf } from "#server/engine/ids";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { ForkInput } from "../inputs-fork.ts";
import type { Caller } from "../types.ts";
import type { ForkPreview, ForkRun } from "../types-fork.ts";
import { deriveFork } from "./derive-fork.ts";

/** What would become of every place of the runs that a fork looks into, and what that cost before. Starts nothing. */
export async function forkPreview(
  services: Services,
  caller: Caller,
  input: ForkInput,
): Promise<ForkPreview> {
  authorize(caller, "run.read");
  const { start } = await deriveFork(services, caller.actor, input);
  const { totals, runs } = start.plan;
  const { treeId = "", no = 0 } = parseRunId(input.id) ?? {};
  // The run that is forked first, then outwards from it.
  const ordered = runs.toSorted(
    (a, b) => Number(b.run === no) - Number(a.run === no) || b.depth - a.depth || a.run - b.run,
  );
  return { totals, runs: ordered.map((run) => forkRunView(treeId, run)) };
}

export function forkRunView(
  treeId: string,
  { run, parent, at, item, depth, slug, label, places }: PlannedRun,
): ForkRun {
  const idOf = (no: RunNo | null) => (no === null ? null : runIdOf(treeId, no));
  return {
    id: runIdOf(treeId, run),
    parentId: idOf(parent),
    at,
    item,
    depth,
    workflow: slug,
    label,
    places: places.map(({ child, ...place }) => ({ ...place, childId: idOf(child) })),
  };
}
