import type { GraphNode } from "../../graph/graph.ts";
import type { Json } from "../../values/json.ts";
import { shownText } from "../foreign-names.ts";
import type { Origin } from "./flow.ts";
import { type Around, type Reader, recordOf } from "./reader.ts";
import { lengthOf } from "./times.ts";

type Parameters = Readonly<Record<string, Json>>;
type Limit = { readonly ms: number | null; readonly told: string };

/** Whether a node, of any service, asks people and waits for what they say. */
export function asksPeople(parameters: Parameters): boolean {
  return parameters["operation"] === "sendAndWait";
}

/** What people answer by: two buttons, one, a text, or the fields of a form. */
function answeredBy({ responseType = "approval", approvalOptions }: Parameters) {
  if (responseType === "customForm") return "form";
  if (responseType !== "approval") return "text";
  return recordOf(recordOf(approvalOptions)["values"])["approvalType"] === "double" ? "both" : "one";
}

/** Where what they have answered stands here. */
export function answerOf(node: string, parameters: Parameters): Origin {
  const by = answeredBy(parameters);
  if (by === "form") return { node, without: ["data"], within: ["payload"] };
  return by === "text"
    ? { node, without: ["data", "text"], within: ["answers", "0", "comment"] }
    : { node, without: ["data"] };
}

export const askOf: Reader = (parameters, around) => {
  const limit = limitOf(parameters);
  return answeredBy(parameters) === "form"
    ? formOf(parameters, around, limit)
    : approvalOf(parameters, around, limit);
};

function approvalOf(parameters: Parameters, { translated, followed }: Around, { ms, told }: Limit) {
  const { subject, message } = parameters;
  const by = answeredBy(parameters);
  // An edge without a port is taken when it is approved, and only then.
  const denied = by === "both" ? ["denied"] : [];
  const expired = ms === null ? [] : ["expired"];
  return {
    node: {
      kind: "approval",
      title: translated(subject || message || "Go on?"),
      ...(subject && message ? { details: translated(message) } : {}),
      ...(ms === null ? {} : { dueMs: ms, onTimeout: "branch" }),
    } as GraphNode,
    ports: [[undefined, ...denied, ...expired]],
    fate: "approximated",
    message: joined(
      "Asks people and waits: here they answer in the inbox of approvals; whom it asked is not kept.",
      by === "text" ? "What they write is the comment of their answer." : "",
      by === "both" && followed ? "" : "Who denies it ends the run as a failure.",
      told,
    ),
  } as const;
}

/** People answer with a comment at most: fields come with a signal. */
function formOf(parameters: Parameters, { id }: Around, { ms, told }: Limit) {
  const { subject, message } = parameters;
  const asked = subject || message;
  const fields = recordOf(parameters["formFields"])["values"];
  const names = (Array.isArray(fields) ? (fields as readonly Json[]) : []).flatMap((field) => {
    const { fieldName, fieldLabel } = recordOf(field);
    const name = fieldName || fieldLabel;
    return typeof name === "string" ? [name] : [];
  });
  return {
    node: {
      kind: "wait",
      signal: id,
      ...(typeof asked === "string" ? { description: shownText(asked, 2_000) } : {}),
      ...(ms === null ? {} : { timeoutMs: ms, onTimeout: "continue" }),
    } as GraphNode,
    fate: "approximated",
    message: joined(
      "Sent people a form and waited: here it waits for a signal of its name, with the fields as payload",
      names.length > 0 ? `(${names.join(", ").slice(0, 300)}).` : "that the form had.",
      "Nobody is told: put a node before it that does.",
      told,
    ),
  } as const;
}

function joined(...texts: readonly string[]): string {
  return texts.filter((text) => text !== "").join(" ");
}

/** When the time is up, a run goes on without an answer. */
function limitOf({ options }: Parameters): Limit {
  const { limitWaitTime } = recordOf(options);
  if (limitWaitTime === undefined) return { ms: null, told: "" };
  const { limitType = "afterTimeInterval", ...given } = recordOf(recordOf(limitWaitTime)["values"]);
  const { resumeAmount = 45, resumeUnit = "minutes" } = given;
  const ms = limitType === "afterTimeInterval" ? lengthOf(resumeAmount, resumeUnit) : null;
  return ms === null
    ? { ms, told: "How long it waits at most cannot be read: here it waits until they answer." }
    : { ms, told: "When its time is up it goes on without an answer." };
}
