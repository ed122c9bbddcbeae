import {
  answerInput,
  cancelInput,
  contextWhatIfInput,
  failNodeInput,
  listRunsInput,
  placeInput,
  retryNodeInput,
  runEventsInput,
  runInput,
  runsFilterInput,
  scaleInput,
  settleNodeInput,
  setVariableInput,
  signalInput,
  startInput,
  topUpInput,
} from "../../services/inputs.ts";
import { startDraftInput } from "../../services/inputs-drafts.ts";
import { forkInput, forkItemsInput } from "../../services/inputs-fork.ts";
import { logsInput } from "../../services/inputs-logs.ts";
import { retryRunsInput } from "../../services/inputs-retry.ts";
import { runActs } from "../../services/run/acts.ts";
import { answerApproval } from "../../services/run/answer.ts";
import { cancelRun } from "../../services/run/cancel.ts";
import { cancelPreview } from "../../services/run/cancel-preview.ts";
import { runContext } from "../../services/run/context.ts";
import { contextWhatIf } from "../../services/run/context-what-if.ts";
import { runEvents } from "../../services/run/events.ts";
import { runsFacets } from "../../services/run/facets.ts";
import { failNode } from "../../services/run/fail-node.ts";
import { forkRun } from "../../services/run/fork.ts";
import { forkInside, forkItems } from "../../services/run/fork-inside.ts";
import { forkPreview } from "../../services/run/fork-preview.ts";
import { getRun } from "../../services/run/get.ts";
import { runLedger } from "../../services/run/ledger.ts";
import { runLevels } from "../../services/run/levels.ts";
import { listRuns } from "../../services/run/list.ts";
import { runLogs } from "../../services/run/logs.ts";
import { runMessages } from "../../services/run/messages.ts";
import { runMetrics } from "../../services/run/metrics.ts";
import { runNodes } from "../../services/run/nodes.ts";
import { pauseRun } from "../../services/run/pause.ts";
import { placeValues } from "../../services/run/place-values.ts";
import { requeueRun } from "../../services/run/requeue.ts";
import { resumeRun } from "../../services/run/resume.ts";
import { retryNode } from "../../services/run/retry-node.ts";
import { retryPreview, retryRuns } from "../../services/run/retry-runs.ts";
import { scaleResources } from "../../services/run/scale-resources.ts";
import { setVariable } from "../../services/run/set-variable.ts";
import { settleNode } from "../../services/run/settle-node.ts";
import { signalRun } from "../../services/run/signal.ts";
import { startRun } from "../../services/run/start.ts";
import { startDraft } from "../../services/run/start-draft.ts";
import { topUpRun } from "../../services/run/top-up.ts";
import { procedure, router } from "../trpc.ts";

export const runsRouter = router({
  start: procedure.input(startInput).mutation(({ ctx, input }) => startRun(ctx.services, ctx.caller, input)),
  startDraft: procedure
    .input(startDraftInput)
    .mutation(({ ctx, input }) => startDraft(ctx.services, ctx.caller, input)),
  list: procedure.input(listRunsInput).query(({ ctx, input }) => listRuns(ctx.services, ctx.caller, input)),
  facets: procedure
    .input(runsFilterInput)
    .query(({ ctx, input }) => runsFacets(ctx.services, ctx.caller, input)),
  get: procedure.input(runInput).query(({ ctx, input }) => getRun(ctx.services, ctx.caller, input)),
  nodes: procedure.input(runInput).query(({ ctx, input }) => runNodes(ctx.services, ctx.caller, input)),
  placeValues: procedure
    .input(placeInput)
    .query(({ ctx, input }) => placeValues(ctx.services, ctx.caller, input)),
  acts: procedure.input(runInput).query(({ ctx, input }) => runActs(ctx.services, ctx.caller, input)),
  context: procedure.input(runInput).query(({ ctx, input }) => runContext(ctx.services, ctx.caller, input)),
  contextWhatIf: procedure
    .input(contextWhatIfInput)
    .query(({ ctx, input }) => contextWhatIf(ctx.services, ctx.caller, input)),
  events: procedure
    .input(runEventsInput)
    .query(({ ctx, input }) => runEvents(ctx.services, ctx.caller, input)),
  cancelPreview: procedure
    .input(runInput)
    .query(({ ctx, input }) => cancelPreview(ctx.services, ctx.caller, input)),
  cancel: procedure
    .input(cancelInput)
    .mutation(({ ctx, input }) => cancelRun(ctx.services, ctx.caller, input)),
  pause: procedure.input(runInput).mutation(({ ctx, input }) => pauseRun(ctx.services, ctx.caller, input)),
  requeue: procedure
    .input(runInput)
    .mutation(({ ctx, input }) => requeueRun(ctx.services, ctx.caller, input)),
  signal: procedure
    .input(signalInput)
    .mutation(({ ctx, input }) => signalRun(ctx.services, ctx.caller, input)),
  answer: procedure
    .input(answerInput)
    .mutation(({ ctx, input }) => answerApproval(ctx.services, ctx.caller, input)),
  settleNode: procedure
    .input(settleNodeInput)
    .mutation(({ ctx, input }) => settleNode(ctx.services, ctx.caller, input)),
  failNode: procedure
    .input(failNodeInput)
    .mutation(({ ctx, input }) => failNode(ctx.services, ctx.caller, input)),
  retryNode: procedure
    .input(retryNodeInput)
    .mutation(({ ctx, input }) => retryNode(ctx.services, ctx.caller, input)),
  setVariable: procedure
    .input(setVariableInput)
    .mutation(({ ctx, input }) => setVariable(ctx.services, ctx.caller, input)),
  topUp: procedure.input(topUpInput).mutation(({ ctx, input }) => topUpRun(ctx.services, ctx.caller, input)),
  scaleResources: procedure
    .input(scaleInput)
    .mutation(({ ctx, input }) => scaleResources(ctx.services, ctx.caller, input)),
  ledger: procedure.input(runInput).query(({ ctx, input }) => runLedger(ctx.services, ctx.caller, input)),
  levels: procedure.input(runInput).query(({ ctx, input }) => runLevels(ctx.services, ctx.caller, input)),
  messages: procedure.input(runInput).query(({ ctx, input }) => runMessages(ctx.services, ctx.caller, input)),
  logs: procedure.input(logsInput).query(({ ctx, input }) => runLogs(ctx.services, ctx.caller, input)),
  metrics: procedure.input(runInput).query(({ ctx, input }) => runMetrics(ctx.services, ctx.caller, input)),
  fork: procedure.input(forkInput).mutation(({ ctx, input }) => forkRun(ctx.services, ctx.caller, input)),
  /** Changes nothing; what it asks with may be longer than an address can be. */
  forkPreview: procedure
    .input(forkInput)
    .mutation(({ ctx, input }) => forkPreview(ctx.services, ctx.caller, input)),
  forkInside: procedure
    .input(runInput)
    .query(({ ctx, input }) => forkInside(ctx.services, ctx.caller, input)),
  forkItems: procedure
    .input(forkItemsInput)
    .query(({ ctx, input }) => forkItems(ctx.services, ctx.caller, input)),
  /** A mutation for the same reason. */
  retryPreview: procedure
    .input(retryRunsInput)
    .mutation(({ ctx, input }) => retryPreview(ctx.services, ctx.caller, input)),
  retry: procedure
    .input(retryRunsInput)
    .mutation(({ ctx, input }) => retryRuns(ctx.services, ctx.caller, input)),
  resume: procedure.input(runInput).mutation(({ ctx, input }) => resumeRun(ctx.services, ctx.caller, input)),
});
