import { withTransaction } from "#db/client";
import { insertAgent } from "#db/queries/agents";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { AgentInput } from "../inputs-agents.ts";
import type { Caller } from "../types.ts";
import type { AgentSummary } from "../types-agents.ts";
import { getAgent } from "./get.ts";
import { agentDraft } from "./rows.ts";

/** Registers an agent. Nodes may call it at once. */
export async function createAgent(
  services: Services,
  caller: Caller,
  input: AgentInput,
): Promise<AgentSummary> {
  authorize(caller, "agent.write");
  await withTransaction(services.db, async (tx) => {
    if (!(await insertAgent(tx, agentDraft(input, caller.actor.name)))) {
      const message = `There is an agent "${input.id}" already. Change it, or choose another id.`;
      throw new ServiceError("CONFLICT", message, [{ path: "/id", message: "is taken" }]);
    }
    await audit(tx, caller, "agent.write", `agents/${input.id}`, "registered");
  });
  await services.agents.refresh();
  return await getAgent(services, caller, input);
}
