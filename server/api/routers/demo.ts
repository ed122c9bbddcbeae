import { loadDemo } from "../../services/demo/load.ts";
import { removeDemo } from "../../services/demo/remove.ts";
import { demoStatus } from "../../services/demo/status.ts";
import { procedure, router } from "../trpc.ts";

export const demoRouter = router({
  status: procedure.query(({ ctx }) => demoStatus(ctx.services, ctx.caller)),
  load: procedure.mutation(({ ctx }) => loadDemo(ctx.services, ctx.caller)),
  remove: procedure.mutation(({ ctx }) => removeDemo(ctx.services, ctx.caller)),
});
