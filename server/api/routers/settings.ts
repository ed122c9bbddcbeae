import { workspaceInput } from "../../services/access-inputs.ts";
import { about } from "../../services/settings/about.ts";
import { ceilingsInput, setCeilings } from "../../services/settings/ceilings.ts";
import { effectiveLimits } from "../../services/settings/limits.ts";
import { renameWorkspace } from "../../services/settings/rename-workspace.ts";
import { retention, retentionInput, setRetention } from "../../services/settings/retention.ts";
import { workspaceFacts } from "../../services/settings/workspace.ts";
import { procedure, router } from "../trpc.ts";

export const settingsRouter = router({
  limits: procedure.query(({ ctx }) => effectiveLimits(ctx.services, ctx.caller)),
  setCeilings: procedure
    .input(ceilingsInput)
    .mutation(({ ctx, input }) => setCeilings(ctx.services, ctx.caller, input)),
  retention: procedure.query(({ ctx }) => retention(ctx.services, ctx.caller)),
  setRetention: procedure
    .input(retentionInput)
    .mutation(({ ctx, input }) => setRetention(ctx.services, ctx.caller, input)),
  about: procedure.query(({ ctx }) => about(ctx.services, ctx.caller)),
  workspace: procedure.query(({ ctx }) => workspaceFacts(ctx.services, ctx.caller)),
  renameWorkspace: procedure
    .input(workspaceInput)
    .mutation(({ ctx, input }) => renameWorkspace(ctx.services, ctx.caller, input)),
});
