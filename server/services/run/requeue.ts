import { auditEntry } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { Caller, RunSummary } from "../types.ts";
import { runSummary } from "../views.ts";
import { findRun } from "./find-run.ts";

/** Puts the whole tree of a run back to work after it was held back. A tree that is not held back is a CONFLICT. */
export async function requeueRun(
  services: Services,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<RunSummary> {
  authorize(caller, "run.requeue");
  const { tree } = await findRun(services, id);
  if (!(await services.host.requeue(tree.id, auditEntry(caller, "run.requeue", `runs/${id}`)))) {
    const { status } = (await findRun(services, id)).tree;
    throw new ServiceError(
      "CONFLICT",
      `Run "${id}" cannot be requeued: its tree is not held back, it is ${status}.`,
    );
  }
  const after = await findRun(services, id);
  return runSummary(after.run, after.tree);
}
