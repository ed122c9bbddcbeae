import { listAgents as readAgents } from "#db/queries/agents";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { Caller } from "../types.ts";
import type { AgentSummary } from "../types-agents.ts";
import { agentSummary } from "./rows.ts";

export async function getAgent(
  services: Services,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<AgentSummary> {
  authorize(caller, "agent.read");
  const row = (await readAgents(services.db.sql)).find((agent) => agent.id === id);
  if (!row) throw new ServiceError("NOT_FOUND", `There is no agent "${id}".`);
  return agentSummary(services, row);
}
