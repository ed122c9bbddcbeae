import { listAgents as readAgents } from "#db/queries/agents";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";
import type { AgentSummary } from "../types-agents.ts";
import { agentSummary } from "./rows.ts";

/** All registered agents by id. */
export async function listAgents(services: Services, caller: Caller): Promise<readonly AgentSummary[]> {
  authorize(caller, "agent.read");
  return (await readAgents(services.db.sql)).map((row) => agentSummary(services, row));
}
