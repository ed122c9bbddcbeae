import { byId, invitationInput } from "../../services/access-inputs.ts";
import { invite } from "../../services/invitation/create.ts";
import { openInvitations } from "../../services/invitation/list.ts";
import { revokeOpenInvitation } from "../../services/invitation/revoke.ts";
import { procedure, router } from "../trpc.ts";

export const invitationsRouter = router({
  list: procedure.query(({ ctx }) => openInvitations(ctx.services, ctx.caller)),
  create: procedure
    .input(invitationInput)
    .mutation(({ ctx, input }) => invite(ctx.services, ctx.caller, input)),
  revoke: procedure
    .input(byId)
    .mutation(({ ctx, input }) => revokeOpenInvitation(ctx.services, ctx.caller, input)),
});
