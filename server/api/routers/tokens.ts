import { byId, listTokensInput, tokenInput } from "../../services/access-inputs.ts";
import { createToken } from "../../services/token/create.ts";
import { listTokens } from "../../services/token/list.ts";
import { revokeToken } from "../../services/token/revoke.ts";
import { procedure, router } from "../trpc.ts";

export const tokensRouter = router({
  list: procedure
    .input(listTokensInput)
    .query(({ ctx, input }) => listTokens(ctx.services, ctx.caller, input)),
  create: procedure
    .input(tokenInput)
    .mutation(({ ctx, input }) => createToken(ctx.services, ctx.caller, input)),
  revoke: procedure.input(byId).mutation(({ ctx, input }) => revokeToken(ctx.services, ctx.caller, input)),
});
