import { byId, roleInput } from "../../services/access-inputs.ts";
import { changeRole } from "../../services/user/change-role.ts";
import { disablePerson } from "../../services/user/disable.ts";
import { enablePerson } from "../../services/user/enable.ts";
import { endPersonsSessions } from "../../services/user/end-sessions.ts";
import { listPeople } from "../../services/user/list.ts";
import { removePerson } from "../../services/user/remove.ts";
import { procedure, router } from "../trpc.ts";

export const usersRouter = router({
  list: procedure.query(({ ctx }) => listPeople(ctx.services, ctx.caller)),
  changeRole: procedure
    .input(roleInput)
    .mutation(({ ctx, input }) => changeRole(ctx.services, ctx.caller, input)),
  disable: procedure.input(byId).mutation(({ ctx, input }) => disablePerson(ctx.services, ctx.caller, input)),
  enable: procedure.input(byId).mutation(({ ctx, input }) => enablePerson(ctx.services, ctx.caller, input)),
  remove: procedure.input(byId).mutation(({ ctx, input }) => removePerson(ctx.services, ctx.caller, input)),
  endSessions: procedure
    .input(byId)
    .mutation(({ ctx, input }) => endPersonsSessions(ctx.services, ctx.caller, input)),
});
