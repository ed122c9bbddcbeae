import type { Json } from "../../values/json.ts";
import { slugName } from "../foreign-names.ts";
import { agentOf } from "./agents.ts";
import { codeOf, legacyCodeOf } from "./codes.ts";
import { filterOf, ifOf, switchOf } from "./decisions.ts";
import { httpOf } from "./http.ts";
import { jsonIn } from "./json-text.ts";
import { mergeOf } from "./merges.ts";
import { type Reader, recordOf } from "./reader.ts";
import { setOf } from "./sets.ts";
import { lengthOf } from "./times.ts";

/** Nodes of n8n by the last part of their type. */
export const READERS: Readonly<Record<string, Reader>> = {
  if: ifOf,
  filter: filterOf,
  switch: switchOf,
  merge: mergeOf,
  executeWorkflow: callOf,
  httpRequest: httpOf,
  wait: waitOf,
  set: setOf,
  code: codeOf,
  function: legacyCodeOf,
  functionItem: legacyCodeOf,
  noOp: (_parameters, { input }) => ({
    node: { kind: "transform", output: input },
    fate: "mapped",
    message: "It passes on what it gets.",
  }),
  stopAndError: (parameters, { translated }) => ({
    node: {
      kind: "fail",
      message: translated(parameters["errorMessage"] || (parameters["errorObject"] ?? "Stopped")),
    },
    fate: "mapped",
    message: "Ends the run as a failure.",
  }),
  respondToWebhook: respondOf,
  splitInBatches: (_parameters, { input, version }) => ({
    node: {
      kind: "decision",
      cases: [{ port: "done", when: "size(dyn(input.?items.orValue([]))) == 0" }],
      default: "loop",
    },
    ports: version >= 3 ? ["done", "loop"] : ["loop", "done"],
    fate: "approximated",
    message: `A loop over items: put what stands in it into a map over them instead, over what it works on: ${JSON.stringify(input)}. Until then it is done at once, and a run whose input has items fails when it comes back here.`,
  }),
  agent: agentOf,
  openAi: agentOf,
  chainLlm: agentOf,
};

/** What of an answer nothing here sends. */
function unsent({ respondWith, options }: Readonly<Record<string, Json>>): string {
  const { responseCode, responseHeaders } = recordOf(options);
  const lost = [
    ...(respondWith === "redirect" || respondWith === "binary" || respondWith === "jwt" ? [respondWith] : []),
    ...(responseCode === undefined ? [] : ["its status"]),
    ...(responseHeaders === undefined ? [] : ["its headers"]),
  ];
  return lost.length === 0 ? "" : ` Not kept: ${lost.join(", ")}.`;
}

/** An answer ends the run, unless more is done behind it. */
function respondOf(
  parameters: Readonly<Record<string, Json>>,
  { translated, input, followed }: Parameters<Reader>[1],
): ReturnType<Reader> {
  const { respondWith, responseBody } = parameters;
  const json = respondWith === "json" && responseBody !== undefined ? jsonIn(responseBody, translated) : null;
  const output = json ?? translated(respondWith === "noData" ? null : (responseBody ?? input));
  return followed
    ? {
        node: { kind: "transform", output },
        fate: "approximated",
        message: `The answer is the output of this node: what is done behind it is done before the run ends.${unsent(parameters)}`,
      }
    : {
        node: { kind: "end", output },
        fate: "approximated",
        message: `The answer is the result of the run.${unsent(parameters)}`,
      };
}

function waitOf(
  parameters: Readonly<Record<string, Json>>,
  { id, version }: Parameters<Reader>[1],
): ReturnType<Reader> {
  const first = version < 1.1;
  const { resume = "timeInterval", dateTime } = parameters;
  const { amount = first ? 1 : 5, unit = first ? "hours" : "seconds" } = parameters;
  const ms = lengthOf(amount, unit);
  if (resume === "timeInterval" && ms !== null)
    return { node: { kind: "wait", durationMs: ms }, fate: "mapped", message: "Waits for a time." };
  if (
    resume === "specificTime" &&
    typeof dateTime === "string" &&
    /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(dateTime)
  )
    return { node: { kind: "wait", until: dateTime }, fate: "mapped", message: "Waits until an instant." };
  const signal = resume === "webhook" || resume === "form";
  return {
    node: { kind: "wait", signal: id },
    fate: signal ? "mapped" : "approximated",
    message: signal
      ? "Waits for a signal of that name."
      : "How long it waits cannot be read: it waits for a signal of that name.",
  };
}

/** A call by the name that n8n has noted beside the id of a workflow. */
function callOf(
  parameters: Readonly<Record<string, Json>>,
  { input, translated }: Parameters<Reader>[1],
): ReturnType<Reader> {
  const given = recordOf(recordOf(parameters["workflowInputs"])["value"]);
  const { cachedResultName, value: id = parameters["workflowId"] ?? "" } = recordOf(parameters["workflowId"]);
  const name = typeof cachedResultName === "string" ? cachedResultName : undefined;
  const { source = "database", options } = parameters;
  const waits = recordOf(options)["waitForSubWorkflow"] !== false;
  const doubts = [
    source === "database" ? "" : `It was called from elsewhere (${source}).`,
    name === undefined ? `Nothing tells its name (${String(id).slice(0, 80)}): choose the workflow.` : "",
    waits ? "" : "It starts a tree of its own and does not wait; what it gives says which.",
  ].filter((text) => text !== "");
  return {
    node: {
      kind: "subworkflow",
      workflow: slugName(name ?? String(id)),
      input: Object.keys(given).length > 0 ? translated(given) : input,
      ...(waits ? {} : { detached: true }),
    },
    fate: doubts.length === 0 ? "mapped" : "approximated",
    message: ["A child run of the workflow of that name. Import that one too.", ...doubts].join(" "),
  };
}
