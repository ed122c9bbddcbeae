import { accountRouter } from "./routers/account.ts";
import { agentsRouter } from "./routers/agents.ts";
import { auditRouter } from "./routers/audit.ts";
import { breakersRouter } from "./routers/breakers.ts";
import { demoRouter } from "./routers/demo.ts";
import { invitationsRouter } from "./routers/invitations.ts";
import { notificationsRouter } from "./routers/notifications.ts";
import { overviewRouter } from "./routers/overview.ts";
import { runsRouter } from "./routers/runs.ts";
import { savedViewsRouter } from "./routers/saved-views.ts";
import { secretsRouter } from "./routers/secrets.ts";
import { sessionRouter } from "./routers/session.ts";
import { settingsRouter } from "./routers/settings.ts";
import { sharesRouter } from "./routers/shares.ts";
import { statisticsRouter } from "./routers/statistics.ts";
import { tokensRouter } from "./routers/tokens.ts";
import { treesRouter } from "./routers/trees.ts";
import { usersRouter } from "./routers/users.ts";
import { workflowsRouter } from "./routers/workflows.ts";
import { workspaceRouter } from "./routers/workspace.ts";
import { router } from "./trpc.ts";

export const appRouter = router({
  session: sessionRouter,
  account: accountRouter,
  tokens: tokensRouter,
  users: usersRouter,
  invitations: invitationsRouter,
  audit: auditRouter,
  settings: settingsRouter,
  workflows: workflowsRouter,
  overview: overviewRouter,
  workspace: workspaceRouter,
  notifications: notificationsRouter,
  savedViews: savedViewsRouter,
  demo: demoRouter,
  runs: runsRouter,
  trees: treesRouter,
  shares: sharesRouter,
  agents: agentsRouter,
  breakers: breakersRouter,
  statistics: statisticsRouter,
  secrets: secretsRouter,
});
export type AppRouter = typeof appRouter;
