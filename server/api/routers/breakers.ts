import { getBreaker } from "../../services/breaker/get.ts";
import { holdBreaker } from "../../services/breaker/hold.ts";
import { listBreakers } from "../../services/breaker/list.ts";
import { resetBreaker } from "../../services/breaker/reset.ts";
import { tripBreaker } from "../../services/breaker/trip.ts";
import { breakerHoldInput, breakerInput, breakerReasonInput } from "../../services/inputs-breakers.ts";
import { procedure, router } from "../trpc.ts";

const withReason = breakerInput.extend(breakerReasonInput.shape);

export const breakersRouter = router({
  list: procedure.query(({ ctx }) => listBreakers(ctx.services, ctx.caller)),
  get: procedure.input(breakerInput).query(({ ctx, input }) => getBreaker(ctx.services, ctx.caller, input)),
  trip: procedure
    .input(withReason)
    .mutation(({ ctx, input }) => tripBreaker(ctx.services, ctx.caller, input)),
  reset: procedure
    .input(withReason)
    .mutation(({ ctx, input }) => resetBreaker(ctx.services, ctx.caller, input)),
  hold: procedure
    .input(breakerInput.extend(breakerHoldInput.shape))
    .mutation(({ ctx, input }) => holdBreaker(ctx.services, ctx.caller, input)),
});
