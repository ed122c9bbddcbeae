import { statisticsInput } from "../../services/inputs-statistics.ts";
import { statisticsByDepth } from "../../services/statistics/by-depth.ts";
import { statisticsOverTime } from "../../services/statistics/over-time.ts";
import { procedure, router } from "../trpc.ts";

export const statisticsRouter = router({
  overTime: procedure
    .input(statisticsInput)
    .query(({ ctx, input }) => statisticsOverTime(ctx.services, ctx.caller, input)),
  byDepth: procedure
    .input(statisticsInput)
    .query(({ ctx, input }) => statisticsByDepth(ctx.services, ctx.caller, input)),
});
