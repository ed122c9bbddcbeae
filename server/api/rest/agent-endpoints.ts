import { createAgent } from "../../services/agent/create.ts";
import { getAgent } from "../../services/agent/get.ts";
import { agentHealth } from "../../services/agent/health.ts";
import { listAgents } from "../../services/agent/list.ts";
import { removeAgent } from "../../services/agent/remove.ts";
import { updateAgent } from "../../services/agent/update.ts";
import { agentIdInput, agentInput } from "../../services/inputs-agents.ts";
import * as shapes from "./agent-shapes.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";

export const agentEndpoints: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/agents",
    id: "listAgents",
    summary: "All registered agents by id.",
    action: "agent.read",
    answer: shapes.agents,
    handle: async ({ services, caller }) => ({ data: await listAgents(services, caller), nextCursor: null }),
  }),
  endpoint({
    method: "GET",
    path: "/agent-health",
    id: "getAgentHealth",
    summary:
      "All registered agents with their breakers, the nodes that ask them, and their calls of the last day.",
    action: "agent.read",
    answer: shapes.agentHealth,
    handle: ({ services, caller }) => agentHealth(services, caller),
  }),
  endpoint({
    method: "POST",
    path: "/agents",
    id: "createAgent",
    summary: "Register an agent.",
    action: "agent.write",
    body: agentInput,
    status: 201,
    answer: shapes.agent,
    handle: ({ services, caller, body }) => createAgent(services, caller, body),
  }),
  endpoint({
    method: "GET",
    path: "/agents/{id}",
    id: "getAgent",
    summary: "One agent.",
    action: "agent.read",
    params: agentIdInput,
    answer: shapes.agent,
    handle: ({ services, caller, params }) => getAgent(services, caller, params),
  }),
  endpoint({
    method: "PUT",
    path: "/agents/{id}",
    id: "updateAgent",
    summary: "Change an agent as a whole.",
    action: "agent.write",
    params: agentIdInput,
    body: agentInput,
    answer: shapes.agent,
    handle: ({ services, caller, params, body }) =>
      updateAgent(services, caller, { id: params.id, agent: body }),
  }),
  endpoint({
    method: "DELETE",
    path: "/agents/{id}",
    id: "removeAgent",
    summary: "Take an agent out of the registry.",
    action: "agent.write",
    params: agentIdInput,
    answer: shapes.removed,
    handle: ({ services, caller, params }) => removeAgent(services, caller, params),
  }),
];
