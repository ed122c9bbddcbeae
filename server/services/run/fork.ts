import { HostUnavailable, StartRefused } from "#server/runtime/host";
import { auditEntry } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { ForkInput } from "../inputs-fork.ts";
import { readCeilings, underCeilings } from "../settings/ceilings.ts";
import type { Caller, StartedRun } from "../types.ts";
import { checkTasks } from "./check-start.ts";
import { deriveFork } from "./derive-fork.ts";
import { findRun } from "./find-run.ts";
import { refusalOf } from "./refusals.ts";

/** Starts a new tree that repeats a run from one of its nodes on. What stood before and beside it stands there too. */
export async function forkRun(services: Services, caller: Caller, input: ForkInput): Promise<StartedRun> {
  authorize(caller, "run.fork");
  const { start, blobs } = await deriveFork(services, caller.actor, input);
  const { graph, fork, label, origin } = start;
  checkTasks(services, graph.graph);
  const { tree } = await findRun(services, input.id);
  try {
    const { treeId } = await services.host.start({
      graph,
      input: null,
      fork,
      blobs,
      actor: caller.actor,
      demo: tree.demo,
      limits: underCeilings(start.limits, await readCeilings(services.db.sql)),
      audit: (id) => auditEntry(caller, "run.fork", `runs/${id}`, `${fork.from}, ${fork.node}`),
      ...(label === undefined ? {} : { label }),
      ...(origin ? { origin } : {}),
    });
    return { id: treeId, treeId, status: "running" };
  } catch (error) {
    if (error instanceof StartRefused) throw refusalOf(input.id, error.code);
    if (error instanceof HostUnavailable) throw new ServiceError("UNAVAILABLE", error.message);
    throw error;
  }
}
