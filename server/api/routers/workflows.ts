import { graphInput, slugInput } from "../../services/inputs.ts";
import {
  calledNamesInput,
  discardDraftInput,
  goBackInput,
  listRevisionsInput,
  pinNodesInput,
  publishDraftInput,
  revisionInput,
  saveDraftInput,
  updateWorkflowInput,
} from "../../services/inputs-drafts.ts";
import { modifyDraftInput } from "../../services/inputs-modifications.ts";
import { listActions } from "../../services/modification/list-actions.ts";
import { listOperations } from "../../services/modification/list-operations.ts";
import { modifyDraft } from "../../services/modification/modify-draft.ts";
import { callGraph } from "../../services/workflow/call-graph.ts";
import { createWorkflow } from "../../services/workflow/create.ts";
import { discardDraft } from "../../services/workflow/discard-draft.ts";
import { getWorkflow } from "../../services/workflow/get.ts";
import { getDraft } from "../../services/workflow/get-draft.ts";
import { getRevision } from "../../services/workflow/get-revision.ts";
import { goBack } from "../../services/workflow/go-back.ts";
import { lastCalls, lastRun } from "../../services/workflow/last-run.ts";
import { listWorkflows } from "../../services/workflow/list.ts";
import { listRevisions } from "../../services/workflow/list-revisions.ts";
import { listTasks } from "../../services/workflow/list-tasks.ts";
import { pinNodes } from "../../services/workflow/pin-nodes.ts";
import { draftPins } from "../../services/workflow/pins.ts";
import { publishDraft } from "../../services/workflow/publish-draft.ts";
import { saveDraft } from "../../services/workflow/save-draft.ts";
import { updateWorkflow } from "../../services/workflow/update.ts";
import { validateWorkflow } from "../../services/workflow/validate.ts";
import { procedure, router } from "../trpc.ts";

export const workflowsRouter = router({
  list: procedure.query(({ ctx }) => listWorkflows(ctx.services, ctx.caller)),
  calls: procedure
    .input(calledNamesInput.optional())
    .query(({ ctx, input }) => callGraph(ctx.services, ctx.caller, input)),
  tasks: procedure.query(({ ctx }) => listTasks(ctx.services, ctx.caller)),
  get: procedure.input(slugInput).query(({ ctx, input }) => getWorkflow(ctx.services, ctx.caller, input)),
  validate: procedure
    .input(graphInput)
    .mutation(({ ctx, input }) => validateWorkflow(ctx.services, ctx.caller, input)),
  create: procedure
    .input(graphInput)
    .mutation(({ ctx, input }) => createWorkflow(ctx.services, ctx.caller, input)),
  update: procedure
    .input(updateWorkflowInput)
    .mutation(({ ctx, input }) => updateWorkflow(ctx.services, ctx.caller, input)),
  draft: procedure.input(slugInput).query(({ ctx, input }) => getDraft(ctx.services, ctx.caller, input)),
  saveDraft: procedure
    .input(saveDraftInput)
    .mutation(({ ctx, input }) => saveDraft(ctx.services, ctx.caller, input)),
  modifyDraft: procedure
    .input(modifyDraftInput)
    .mutation(({ ctx, input }) => modifyDraft(ctx.services, ctx.caller, input)),
  modificationActions: procedure.query(({ ctx }) => listActions(ctx.services, ctx.caller)),
  modificationOperations: procedure.query(({ ctx }) => listOperations(ctx.services, ctx.caller)),
  pins: procedure.input(slugInput).query(({ ctx, input }) => draftPins(ctx.services, ctx.caller, input)),
  pin: procedure.input(pinNodesInput).mutation(({ ctx, input }) => pinNodes(ctx.services, ctx.caller, input)),
  revisions: procedure
    .input(listRevisionsInput)
    .query(({ ctx, input }) => listRevisions(ctx.services, ctx.caller, input)),
  revision: procedure
    .input(revisionInput)
    .query(({ ctx, input }) => getRevision(ctx.services, ctx.caller, input)),
  goBack: procedure.input(goBackInput).mutation(({ ctx, input }) => goBack(ctx.services, ctx.caller, input)),
  lastRun: procedure.input(slugInput).query(({ ctx, input }) => lastRun(ctx.services, ctx.caller, input)),
  lastCalls: procedure.input(slugInput).query(({ ctx, input }) => lastCalls(ctx.services, ctx.caller, input)),
  publish: procedure
    .input(publishDraftInput)
    .mutation(({ ctx, input }) => publishDraft(ctx.services, ctx.caller, input)),
  discardDraft: procedure
    .input(discardDraftInput)
    .mutation(({ ctx, input }) => discardDraft(ctx.services, ctx.caller, input)),
});
