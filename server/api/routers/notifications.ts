import { markReadInput, notificationsInput } from "../../services/inputs.ts";
import { listNotifications } from "../../services/notification/list.ts";
import { markSectionRead } from "../../services/notification/mark-read.ts";
import { unreadMarks } from "../../services/notification/unread.ts";
import { procedure, router } from "../trpc.ts";

export const notificationsRouter = router({
  list: procedure
    .input(notificationsInput)
    .query(({ ctx, input }) => listNotifications(ctx.services, ctx.caller, input)),
  unread: procedure.query(({ ctx }) => unreadMarks(ctx.services, ctx.caller)),
  markRead: procedure
    .input(markReadInput)
    .mutation(({ ctx, input }) => markSectionRead(ctx.services, ctx.caller, input)),
});
