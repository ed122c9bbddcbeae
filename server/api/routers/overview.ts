import { histogramInput } from "../../services/inputs.ts";
import { overviewActive } from "../../services/overview/active.ts";
import { overviewChanges } from "../../services/overview/changes.ts";
import { overviewHistogram } from "../../services/overview/histogram.ts";
import { overviewNeeds } from "../../services/overview/needs.ts";
import { overviewSystem } from "../../services/overview/system.ts";
import { procedure, router } from "../trpc.ts";

/** One procedure a panel: each fails alone. */
export const overviewRouter = router({
  needs: procedure.query(({ ctx }) => overviewNeeds(ctx.services, ctx.caller)),
  active: procedure.query(({ ctx }) => overviewActive(ctx.services, ctx.caller)),
  histogram: procedure
    .input(histogramInput)
    .query(({ ctx, input }) => overviewHistogram(ctx.services, ctx.caller, input)),
  changes: procedure.query(({ ctx }) => overviewChanges(ctx.services, ctx.caller)),
  system: procedure.query(({ ctx }) => overviewSystem(ctx.services, ctx.caller)),
});
