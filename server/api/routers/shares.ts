import { shareIdInput, shareInput, sharesInput } from "../../services/inputs-shares.ts";
import { createShare } from "../../services/share/create.ts";
import { listShares } from "../../services/share/list.ts";
import { revokeShare } from "../../services/share/revoke.ts";
import { procedure, router } from "../trpc.ts";

export const sharesRouter = router({
  list: procedure.input(sharesInput).query(({ ctx, input }) => listShares(ctx.services, ctx.caller, input)),
  create: procedure
    .input(shareInput)
    .mutation(({ ctx, input }) => createShare(ctx.services, ctx.caller, input)),
  revoke: procedure
    .input(shareIdInput)
    .mutation(({ ctx, input }) => revokeShare(ctx.services, ctx.caller, input)),
});
