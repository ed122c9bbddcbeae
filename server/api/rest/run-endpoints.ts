import * as z from "zod";
import {
  cancelQuery,
  contextWhatIfInput,
  exportTreeInput,
  listRunsInput,
  runEventsInput,
  runsFilterInput,
  runTreeInput,
} from "../../services/inputs.ts";
import { runActs } from "../../services/run/acts.ts";
import { cancelRun } from "../../services/run/cancel.ts";
import { runContext } from "../../services/run/context.ts";
import { contextWhatIf } from "../../services/run/context-what-if.ts";
import { runEvents } from "../../services/run/events.ts";
import { exportTree } from "../../services/run/export.ts";
import type { Format } from "../../services/run/export-formats/exported.ts";
import { runsFacets } from "../../services/run/facets.ts";
import { getRun } from "../../services/run/get.ts";
import { runLedger } from "../../services/run/ledger.ts";
import { runLevels } from "../../services/run/levels.ts";
import { listRuns } from "../../services/run/list.ts";
import { runMessages } from "../../services/run/messages.ts";
import { runMetrics } from "../../services/run/metrics.ts";
import { pauseRun } from "../../services/run/pause.ts";
import { requeueRun } from "../../services/run/requeue.ts";
import { resumeRun } from "../../services/run/resume.ts";
import { runTree } from "../../services/run/tree.ts";
import { contextWhatIfShape, runContextShape } from "./context-shapes.ts";
import { type AnswerFile, type Endpoint, endpoint } from "./endpoint.ts";
import { fromQuery } from "./query.ts";
import { runActsShape } from "./run-acts-shape.ts";
import { runMessagesShape } from "./run-messages-shape.ts";
import * as shapes from "./shapes.ts";

const id = z.object({ id: z.string().min(1).max(60) });

export const runEndpoints: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/runs",
    id: "listRuns",
    summary:
      "Root runs, newest first, or in another order; with children=true all runs. Several values are separated by commas.",
    action: "run.read",
    query: fromQuery(listRunsInput),
    answer: shapes.roots,
    handle: ({ services, caller, query }) => listRuns(services, caller, query),
  }),
  endpoint({
    method: "GET",
    path: "/runs/facets",
    id: "countRuns",
    summary: "How many root runs match, by status, workflow and who started them.",
    action: "run.read",
    query: fromQuery(runsFilterInput),
    answer: shapes.facets,
    handle: ({ services, caller, query }) => runsFacets(services, caller, query),
  }),
  endpoint({
    method: "GET",
    path: "/runs/{id}",
    id: "getRun",
    summary: "A run with its input and its output.",
    action: "run.read",
    params: id,
    answer: shapes.runDetail,
    handle: ({ services, caller, params }) => getRun(services, caller, params),
  }),
  endpoint({
    method: "GET",
    path: "/runs/{id}/tree",
    id: "listTree",
    summary: "All runs of the tree that the run belongs to, in order of start, without payloads.",
    action: "run.read",
    params: id,
    query: fromQuery(runTreeInput.omit({ id: true })),
    answer: shapes.runTree,
    handle: ({ services, caller, params, query }) => runTree(services, caller, { ...query, ...params }),
  }),
  endpoint({
    method: "GET",
    path: "/runs/{id}/export",
    id: "exportTree",
    summary:
      "The same as a file: JSON, CSV, a flowchart in Mermaid, or a trace in the JSON of OTLP; now, or as it was at an instant.",
    action: "run.read",
    params: id,
    query: fromQuery(exportTreeInput.omit({ id: true })),
    answer: z.string(),
    files: {
      json: { name: ".json", type: "application/json" },
      csv: { name: ".csv", type: "text/csv; charset=utf-8" },
      mermaid: { name: ".mmd", type: "text/vnd.mermaid; charset=utf-8" },
      otlp: { name: ".otlp.json", type: "application/json" },
    } satisfies Record<Format, AnswerFile>,
    handle: ({ services, caller, params, query }) => exportTree(services, caller, { ...query, ...params }),
  }),
  endpoint({
    method: "GET",
    path: "/runs/{id}/levels",
    id: "getLevels",
    summary: "What each depth of the tree of a run has done and used, and the tree's account.",
    action: "run.read",
    params: id,
    answer: shapes.runLevels,
    handle: ({ services, caller, params }) => runLevels(services, caller, params),
  }),
  endpoint({
    method: "GET",
    path: "/runs/{id}/acts",
    id: "getActs",
    summary: "What the caller could do to a run and to its open places now, and why not the rest.",
    action: "run.read",
    params: id,
    answer: runActsShape,
    handle: ({ services, caller, params }) => runActs(services, caller, params),
  }),
  endpoint({
    method: "GET",
    path: "/runs/{id}/messages",
    id: "listMessages",
    summary: "What agents were asked in a run and what they answered, attempt by attempt.",
    action: "run.read",
    params: id,
    answer: runMessagesShape,
    handle: ({ services, caller, params }) => runMessages(services, caller, params),
  }),
  endpoint({
    method: "GET",
    path: "/runs/{id}/ledger",
    id: "getLedger",
    summary: "Every account that counts what a run uses, from its own up to the tree's.",
    action: "run.read",
    params: id,
    answer: shapes.runLedger,
    handle: ({ services, caller, params }) => runLedger(services, caller, params),
  }),
  endpoint({
    method: "GET",
    path: "/runs/{id}/metrics",
    id: "getMetrics",
    summary: "Built-in and registered metrics of a run, and of each depth of its tree.",
    action: "run.read",
    params: id,
    answer: shapes.runMetrics,
    handle: ({ services, caller, params }) => runMetrics(services, caller, params),
  }),
  endpoint({
    method: "GET",
    path: "/runs/{id}/events",
    id: "listEvents",
    summary:
      "The journal of the whole tree, or of one run of it (only=run), in order; of some types of event.",
    action: "run.read",
    params: id,
    query: fromQuery(runEventsInput.omit({ id: true })),
    answer: shapes.events,
    handle: ({ services, caller, params, query }) => runEvents(services, caller, { ...query, ...params }),
  }),
  endpoint({
    method: "GET",
    path: "/runs/{id}/context",
    id: "getRunContext",
    summary: "What a run was handed of its parent's context, by which rules, and what it has written since.",
    action: "run.read",
    params: id,
    answer: runContextShape,
    handle: ({ services, caller, params }) => runContext(services, caller, params),
  }),
  endpoint({
    method: "POST",
    path: "/runs/{id}/context/what-if",
    id: "tryRunContext",
    summary: "What another strategy would have handed to the run when it started. Changes nothing.",
    action: "run.read",
    params: id,
    body: contextWhatIfInput.omit({ id: true }),
    answer: contextWhatIfShape,
    handle: ({ services, caller, params, body }) => contextWhatIf(services, caller, { ...body, ...params }),
  }),
  endpoint({
    method: "POST",
    path: "/runs/{id}/cancel",
    id: "cancelRun",
    summary: "Cancel a run and everything below it; with ?compensate=true what it has done is undone first.",
    action: "run.cancel",
    params: id,
    query: fromQuery(cancelQuery),
    answer: shapes.run,
    handle: ({ services, caller, params, query }) => cancelRun(services, caller, { ...query, ...params }),
  }),
  endpoint({
    method: "POST",
    path: "/runs/{id}/pause",
    id: "pauseRun",
    summary: "Pause the tree of a run: what works finishes, nothing new starts.",
    action: "run.pause",
    params: id,
    answer: shapes.run,
    handle: ({ services, caller, params }) => pauseRun(services, caller, params),
  }),
  endpoint({
    method: "POST",
    path: "/runs/{id}/resume",
    id: "resumeRun",
    summary: "Go on with a paused tree.",
    action: "run.resume",
    params: id,
    answer: shapes.run,
    handle: ({ services, caller, params }) => resumeRun(services, caller, params),
  }),
  endpoint({
    method: "POST",
    path: "/runs/{id}/requeue",
    id: "requeueRun",
    summary: "Put the tree of a run back to work after it needed attention.",
    action: "run.requeue",
    params: id,
    answer: shapes.run,
    handle: ({ services, caller, params }) => requeueRun(services, caller, params),
  }),
];
