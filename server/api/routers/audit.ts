import { auditInput } from "../../services/access-inputs.ts";
import { auditPage } from "../../services/audit-log/list.ts";
import { procedure, router } from "../trpc.ts";

export const auditRouter = router({
  list: procedure.input(auditInput).query(({ ctx, input }) => auditPage(ctx.services, ctx.caller, input)),
});
