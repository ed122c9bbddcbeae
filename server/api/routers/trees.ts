import { treeInput } from "../../services/inputs.ts";
import { treeSnapshot } from "../../services/tree/snapshot.ts";
import { procedure, router } from "../trpc.ts";

export const treesRouter = router({
  snapshot: procedure
    .input(treeInput)
    .query(({ ctx, input }) => treeSnapshot(ctx.services, ctx.caller, input)),
});
