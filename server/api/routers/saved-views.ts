import { renameViewInput, savedListInput, saveViewInput, viewInput } from "../../services/inputs.ts";
import { deleteView } from "../../services/saved-view/delete.ts";
import { listViews } from "../../services/saved-view/list.ts";
import { renameView } from "../../services/saved-view/rename.ts";
import { saveView } from "../../services/saved-view/save.ts";
import { procedure, router } from "../trpc.ts";

export const savedViewsRouter = router({
  list: procedure.input(savedListInput).query(({ ctx, input }) => listViews(ctx.services, ctx.caller, input)),
  save: procedure
    .input(saveViewInput)
    .mutation(({ ctx, input }) => saveView(ctx.services, ctx.caller, input)),
  rename: procedure
    .input(renameViewInput)
    .mutation(({ ctx, input }) => renameView(ctx.services, ctx.caller, input)),
  delete: procedure
    .input(viewInput)
    .mutation(({ ctx, input }) => deleteView(ctx.services, ctx.caller, input)),
});
