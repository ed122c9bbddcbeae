import { runsRouter } from "./routers/runs.ts";
import { sessionRouter } from "./routers/session.ts";
import { treesRouter } from "./routers/trees.ts";
import { workflowsRouter } from "./routers/workflows.ts";
import { createCallerFactory, router } from "./trpc.ts";

export const appRouter = router({
  session: sessionRouter,
  workflows: workflowsRouter,
  runs: runsRouter,
  trees: treesRouter,
});
export type AppRouter = typeof appRouter;
/** Calls procedures without HTTP, for server-side pages and tests. */
export const createApiCaller = createCallerFactory(appRouter);
