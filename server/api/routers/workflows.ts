import { graphInput, slugInput } from "../../services/inputs.ts";
import { createWorkflow } from "../../services/workflow/create.ts";
import { getWorkflow } from "../../services/workflow/get.ts";
import { listWorkflows } from "../../services/workflow/list.ts";
import { updateWorkflow } from "../../services/workflow/update.ts";
import { validateWorkflow } from "../../services/workflow/validate.ts";
import { procedure, router } from "../trpc.ts";

export const workflowsRouter = router({
  list: procedure.query(({ ctx }) => listWorkflows(ctx.services, ctx.caller)),
  get: procedure.input(slugInput).query(({ ctx, input }) => getWorkflow(ctx.services, ctx.caller, input)),
  validate: procedure
    .input(graphInput)
    .mutation(({ ctx, input }) => validateWorkflow(ctx.services, ctx.caller, input)),
  create: procedure
    .input(graphInput)
    .mutation(({ ctx, input }) => createWorkflow(ctx.services, ctx.caller, input)),
  update: procedure
    .input(slugInput.extend(graphInput.shape))
    .mutation(({ ctx, input }) => updateWorkflow(ctx.services, ctx.caller, input)),
});
