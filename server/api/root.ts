import { agentsRouter } from "./routers/agents.ts";
import { overviewRouter } from "./routers/overview.ts";
import { runsRouter } from "./routers/runs.ts";
import { secretsRouter } from "./routers/secrets.ts";
import { sessionRouter } from "./routers/session.ts";
import { treesRouter } from "./routers/trees.ts";
import { workflowsRouter } from "./routers/workflows.ts";
import { router } from "./trpc.ts";

export const appRouter = router({
  session: sessionRouter,
  workflows: workflowsRouter,
  overview: overviewRouter,
  runs: runsRouter,
  trees: treesRouter,
  agents: agentsRouter,
  secrets: secretsRouter,
});
export type AppRouter = typeof appRouter;
