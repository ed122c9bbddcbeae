import * as z from "zod";
import {
  answerBody,
  failBody,
  retryBody,
  scaleBody,
  settleBody,
  signalBody,
  topUpBody,
  variableBody,
} from "../../services/inputs.ts";
import { answerApproval } from "../../services/run/answer.ts";
import { failNode } from "../../services/run/fail-node.ts";
import { retryNode } from "../../services/run/retry-node.ts";
import { scaleResources } from "../../services/run/scale-resources.ts";
import { setVariable } from "../../services/run/set-variable.ts";
import { settleNode } from "../../services/run/settle-node.ts";
import { signalRun } from "../../services/run/signal.ts";
import { topUpRun } from "../../services/run/top-up.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";
import * as shapes from "./shapes.ts";

const run = z.object({ id: z.string().min(1).max(60) });
const inNode = run.extend({ nodeId: z.string().min(1).max(64) });

/** What people do to a run. */
export const operationEndpoints: readonly Endpoint[] = [
  endpoint({
    method: "POST",
    path: "/runs/{id}/signal",
    id: "signalRun",
    summary:
      "Send a signal to a wait: of a node of this run, or by name. Sent to a root run, a name reaches the whole tree.",
    action: "run.signal",
    params: run,
    body: signalBody,
    answer: shapes.run,
    handle: ({ services, caller, params, body }) => signalRun(services, caller, { ...body, ...params }),
  }),
  endpoint({
    method: "POST",
    path: "/runs/{id}/variables",
    id: "setVariable",
    summary: "Set a variable that the graph of the run declares.",
    action: "run.setVariable",
    params: run,
    body: variableBody,
    answer: shapes.run,
    handle: ({ services, caller, params, body }) => setVariable(services, caller, { ...body, ...params }),
  }),
  endpoint({
    method: "POST",
    path: "/runs/{id}/top-up",
    id: "topUpRun",
    summary: "Raise limits of the account that the run counts in; what they had refused goes on.",
    action: "run.topUp",
    params: run,
    body: topUpBody,
    answer: shapes.run,
    handle: ({ services, caller, params, body }) => topUpRun(services, caller, { ...body, ...params }),
  }),
  endpoint({
    method: "POST",
    path: "/runs/{id}/scale-resources",
    id: "scaleResources",
    summary:
      "Multiply allowances of every depth of the tree, within what the tree has; the inverse factor takes it back.",
    action: "run.scale",
    params: run,
    body: scaleBody,
    answer: shapes.run,
    handle: ({ services, caller, params, body }) => scaleResources(services, caller, { ...body, ...params }),
  }),
  ...(["skip", "complete"] as const).map((how) =>
    endpoint({
      method: "POST",
      path: `/runs/{id}/nodes/{nodeId}/${how}`,
      id: how === "skip" ? "skipNode" : "completeNode",
      summary:
        how === "skip"
          ? "Give a node its output by hand at any time before it is final."
          : "Give a node that has started its output by hand.",
      action: "run.settleNode",
      params: inNode,
      body: settleBody,
      answer: shapes.run,
      handle: ({ services, caller, params: { id, nodeId: node }, body }) =>
        settleNode(services, caller, { ...body, id, node, how }),
    }),
  ),
  endpoint({
    method: "POST",
    path: "/runs/{id}/nodes/{nodeId}/fail",
    id: "failNode",
    summary: "Let an open node fail; what its recovery says of failures follows.",
    action: "run.settleNode",
    params: inNode,
    body: failBody,
    answer: shapes.run,
    handle: ({ services, caller, params: { id, nodeId: node }, body }) =>
      failNode(services, caller, { ...body, id, node }),
  }),
  endpoint({
    method: "POST",
    path: "/runs/{id}/nodes/{nodeId}/retry",
    id: "retryNode",
    summary:
      "Do the work of an open node, item or iteration again, with another input where one is given; else with the one given last.",
    action: "run.retryNode",
    params: inNode,
    body: retryBody,
    answer: shapes.run,
    handle: ({ services, caller, params: { id, nodeId: node }, body }) =>
      retryNode(services, caller, { ...body, id, node }),
  }),
  endpoint({
    method: "POST",
    path: "/runs/{id}/nodes/{nodeId}/answer",
    id: "answerApproval",
    summary: "Answer an open approval.",
    action: "run.answer",
    params: inNode,
    body: answerBody,
    answer: shapes.run,
    handle: ({ services, caller, params: { id, nodeId: node }, body }) =>
      answerApproval(services, caller, { ...body, id, node }),
  }),
];
