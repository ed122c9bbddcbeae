import { initTRPC } from "@trpc/server";
import type { Services } from "../../services/context.ts";
import { ServiceError } from "../../services/errors.ts";
import { runInput, treeAtInput, treeInput, treeSpansInput } from "../../services/inputs.ts";
import { sharedRunInput, sharedTreeInput } from "../../services/inputs-shares.ts";
import { findUnsafeJson } from "../../services/json-guard.ts";
import { sharedContext, sharedRun } from "../../services/shared/run.ts";
import {
  sharedAgents,
  sharedLevels,
  sharedMoments,
  sharedPast,
  sharedSpans,
  sharedTree,
} from "../../services/shared/tree.ts";
import type { Share } from "../../services/types-shares.ts";
import { refuse, toTrpcError, visibleShape } from "../errors.ts";

type SharedContext = {
  readonly services: Services;
  /** What the request's link opens; rejects with why it opens nothing. Asked once a request. */
  readonly open: () => Promise<Share>;
  readonly requestId: string;
};

const t = initTRPC.context<SharedContext>().create({
  isDev: false,
  errorFormatter: ({ shape, error, ctx }) => visibleShape(shape, error, ctx?.requestId ?? null),
});

/** Needs a link instead of a caller, and gets at the link's tree only. */
const procedure = t.procedure.use(async ({ ctx, next, getRawInput }) => {
  const unsafe = findUnsafeJson(await getRawInput());
  if (unsafe) throw refuse(new ServiceError("VALIDATION", unsafe.message, [unsafe]));
  const share = await ctx.open().catch((error: unknown) => {
    throw error instanceof ServiceError ? refuse(error) : error;
  });
  const result = await next({ ctx: { ...ctx, share } });
  if (!result.ok) throw toTrpcError(result.error, ctx.services.log, ctx.requestId);
  return result;
});

/**
 * All that a page behind a link may ask. Where a procedure is called as one of the application, it answers in the same
 * shape, so that the same parts of a page can show either.
 */
export const sharedRouter = t.router({
  shared: t.router({
    link: procedure.query(({ ctx }) => ctx.share),
    tree: procedure
      .input(sharedTreeInput)
      .query(({ ctx, input }) => sharedTree(ctx.services, ctx.share, input)),
    run: procedure.input(sharedRunInput).query(({ ctx, input }) => sharedRun(ctx.services, ctx.share, input)),
  }),
  runs: t.router({
    context: procedure
      .input(runInput)
      .query(({ ctx, input }) => sharedContext(ctx.services, ctx.share, input)),
    levels: procedure.input(runInput).query(({ ctx, input }) => sharedLevels(ctx.services, ctx.share, input)),
  }),
  trees: t.router({
    past: procedure.input(treeAtInput).query(({ ctx, input }) => sharedPast(ctx.services, ctx.share, input)),
    history: procedure
      .input(treeInput)
      .query(({ ctx, input }) => sharedMoments(ctx.services, ctx.share, input)),
    spans: procedure
      .input(treeSpansInput)
      .query(({ ctx, input }) => sharedSpans(ctx.services, ctx.share, input)),
    agents: procedure
      .input(treeInput)
      .query(({ ctx, input }) => sharedAgents(ctx.services, ctx.share, input)),
  }),
});
export type SharedRouter = typeof sharedRouter;
