import { createAgent } from "../../services/agent/create.ts";
import { getAgent } from "../../services/agent/get.ts";
import { agentHealth } from "../../services/agent/health.ts";
import { listAgents } from "../../services/agent/list.ts";
import { removeAgent } from "../../services/agent/remove.ts";
import { updateAgent } from "../../services/agent/update.ts";
import { agentIdInput, agentInput } from "../../services/inputs-agents.ts";
import { procedure, router } from "../trpc.ts";

export const agentsRouter = router({
  list: procedure.query(({ ctx }) => listAgents(ctx.services, ctx.caller)),
  health: procedure.query(({ ctx }) => agentHealth(ctx.services, ctx.caller)),
  get: procedure.input(agentIdInput).query(({ ctx, input }) => getAgent(ctx.services, ctx.caller, input)),
  create: procedure
    .input(agentInput)
    .mutation(({ ctx, input }) => createAgent(ctx.services, ctx.caller, input)),
  update: procedure
    .input(agentInput)
    .mutation(({ ctx, input }) => updateAgent(ctx.services, ctx.caller, { id: input.id, agent: input })),
  remove: procedure
    .input(agentIdInput)
    .mutation(({ ctx, input }) => removeAgent(ctx.services, ctx.caller, input)),
});
