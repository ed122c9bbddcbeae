import { HostUnavailable, StartRefused } from "#server/runtime/host";
import { auditEntry } from "../audit.ts";
import { type Action, authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { ForkInput } from "../inputs-fork.ts";
import { readCeilings, underCeilings } from "../settings/ceilings.ts";
import type { Caller, StartedRun } from "../types.ts";
import { checkTasks } from "./check-start.ts";
import { type DerivedFork, deriveFork, keptBlobs } from "./derive-fork.ts";
import { findRun } from "./find-run.ts";
import { refusalOf } from "./refusals.ts";
import { retriedBy } from "./retry-key.ts";

/** Starts a new tree that repeats a run from one of its nodes on. What stood before and beside it stands there too. */
export async function forkRun(services: Services, caller: Caller, input: ForkInput): Promise<StartedRun> {
  authorize(caller, "run.fork");
  const derived = await deriveFork(services, caller.actor, input);
  const { tree } = await findRun(services, input.id);
  const { from, node } = derived.start.fork;
  return await beginFork(services, caller, derived, {
    id: input.id,
    demo: tree.demo,
    action: "run.fork",
    detail: `${from}, ${node}`,
  });
}

type Begun = {
  /** What is repeated. */
  readonly id: string;
  readonly demo: boolean;
  readonly action: Action;
  readonly detail: string;
  /** Of the request: what two have asked for with the same one is begun once, and the second is refused. */
  readonly key?: string;
};

export async function beginFork(
  services: Services,
  caller: Caller,
  derived: DerivedFork,
  { id: from, demo, action, detail, key }: Begun,
): Promise<StartedRun> {
  const { graph, fork, label, origin, limits } = derived.start;
  checkTasks(services, graph.graph);
  const blobs = await keptBlobs(services, derived);
  try {
    const { treeId, existing } = await services.host.start({
      graph,
      input: null,
      fork,
      blobs,
      actor: caller.actor,
      demo,
      limits: underCeilings(limits, await readCeilings(services.db.sql)),
      audit: (id) => auditEntry(caller, action, `runs/${id}`, detail),
      ...(key === undefined ? {} : { idempotencyKey: key }),
      ...(label === undefined ? {} : { label }),
      ...(origin ? { origin } : {}),
    });
    if (existing) throw new ServiceError("CONFLICT", retriedBy(treeId));
    return { id: treeId, treeId, status: "running" };
  } catch (error) {
    if (error instanceof StartRefused) throw refusalOf(from, error.code);
    if (error instanceof HostUnavailable) throw new ServiceError("UNAVAILABLE", error.message);
    throw error;
  }
}
