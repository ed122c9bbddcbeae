import { accountInput, byId, passwordInput } from "../../services/access-inputs.ts";
import { changePassword } from "../../services/account/change-password.ts";
import { endOtherSessions } from "../../services/account/end-other-sessions.ts";
import { endOwnSession } from "../../services/account/end-session.ts";
import { getAccount } from "../../services/account/get.ts";
import { ownSessions } from "../../services/account/sessions.ts";
import { updateAccount } from "../../services/account/update.ts";
import { procedure, router } from "../trpc.ts";

export const accountRouter = router({
  get: procedure.query(({ ctx }) => getAccount(ctx.services, ctx.caller)),
  update: procedure
    .input(accountInput)
    .mutation(({ ctx, input }) => updateAccount(ctx.services, ctx.caller, input)),
  changePassword: procedure
    .input(passwordInput)
    .mutation(({ ctx, input }) => changePassword(ctx.services, ctx.caller, input)),
  sessions: procedure.query(({ ctx }) => ownSessions(ctx.services, ctx.caller)),
  endSession: procedure
    .input(byId)
    .mutation(({ ctx, input }) => endOwnSession(ctx.services, ctx.caller, input)),
  endOtherSessions: procedure.mutation(({ ctx }) => endOtherSessions(ctx.services, ctx.caller)),
});
