import { withTransaction } from "#db/client";
import { updateAgent as writeAgent } from "#db/queries/agents";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { AgentInput } from "../inputs-agents.ts";
import type { Caller } from "../types.ts";
import type { AgentSummary } from "../types-agents.ts";
import { getAgent } from "./get.ts";
import { agentDraft } from "./rows.ts";

/** Changes an agent as a whole. Calls that work at present end as they began. */
export async function updateAgent(
  services: Services,
  caller: Caller,
  { id, agent }: { readonly id: string; readonly agent: AgentInput },
): Promise<AgentSummary> {
  authorize(caller, "agent.write");
  if (agent.id !== id) {
    const message = `This describes the agent "${agent.id}", not "${id}". Ids never change.`;
    throw new ServiceError("VALIDATION", message, [{ path: "/id", message: `must be "${id}"` }]);
  }
  await withTransaction(services.db, async (tx) => {
    if (!(await writeAgent(tx, agentDraft(agent, caller.actor.name)))) {
      throw new ServiceError("NOT_FOUND", `There is no agent "${id}".`);
    }
    await audit(tx, caller, "agent.write", `agents/${id}`, agent.enabled ? "changed" : "changed, disabled");
  });
  await services.agents.refresh();
  return await getAgent(services, caller, { id });
}
