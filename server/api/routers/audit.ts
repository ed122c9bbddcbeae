import * as z from "zod";
import { auditInput } from "../../services/access-inputs.ts";
import { auditPage } from "../../services/audit-log/list.ts";
import { procedure, router } from "../trpc.ts";

export const auditRouter = router({
  list: procedure
    .input(auditInput.extend({ direction: z.enum(["forward", "backward"]).optional() }))
    // Pages are only ever asked for onwards; the client says so each time.
    .query(({ ctx, input: { direction: _, ...input } }) => auditPage(ctx.services, ctx.caller, input)),
});
