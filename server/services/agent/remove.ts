import { withTransaction } from "#db/client";
import { deleteAgent } from "#db/queries/agents";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { Caller } from "../types.ts";
import type { Removed } from "../types-agents.ts";

/** Takes an agent out of the registry. Nodes that name it fail from now on and say so. */
export async function removeAgent(
  services: Services,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<Removed> {
  authorize(caller, "agent.write");
  await withTransaction(services.db, async (tx) => {
    if (!(await deleteAgent(tx, id))) throw new ServiceError("NOT_FOUND", `There is no agent "${id}".`);
    await audit(tx, caller, "agent.write", `agents/${id}`, "removed");
  });
  await services.agents.refresh();
  return { removed: true };
}
