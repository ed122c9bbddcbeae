import type { GraphNode } from "../../graph/graph.ts";
import type { Json } from "../../values/json.ts";
import { shownText } from "../foreign-names.ts";
import { attemptsOf } from "./attempts.ts";
import { type Made, type Reading, withInput, withTold } from "./reading.ts";
import { withHandles } from "./secrets.ts";
import type { ConductorTask, Parameters } from "./shape.ts";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** A request. What it reads of the secrets of the file it reads of secrets here, of the same names. */
export function http(reading: Reading, task: ConductorTask): Made {
  const given = task.inputParameters?.["http_request"];
  const request = recordOf(given ?? task.inputParameters);
  const { uri = "", body } = request;
  const asked = String(request["method"] ?? "GET").toUpperCase();
  const { fields, told } = attemptsOf(task, 0);
  const method = METHODS.find((each) => each === asked);
  const { value: parts, names } = withHandles({
    headers: headersOf(request),
    ...(body === undefined ? {} : { body }),
  });
  const needs = names.length === 0 ? "" : ` Store its secrets here: ${names.join(", ").slice(0, 300)}.`;
  const made = withInput(reading, { uri, ...recordOf(parts) }, `A request.${needs}`, (value) => {
    const { uri: url, headers, body: sent } = recordOf(value);
    return {
      kind: "http",
      url: typeof url === "string" && url !== "" ? url : "https://example.com/",
      ...(method ? { method } : {}),
      ...(Object.keys(recordOf(headers)).length > 0 ? { headers } : {}),
      ...(sent === undefined || !sendsBody(method, sent) ? {} : { body: sent }),
      ...(isText(sent) ? { bodyAs: "text" } : {}),
      ...fields,
      ...timeoutOf(request["readTimeOut"]),
    } as GraphNode;
  });
  const lost = [
    ...(typeof uri === "string" && uri !== "" ? [] : ["Its address cannot be read: put it in."]),
    ...(method ? [] : [`It is a ${shownText(asked, 60)}, which cannot be sent here: it is a GET.`]),
    ...(sendsBody(method, body) ? [] : ["A request of this method has no body here."]),
    ...UNKNOWN.filter((name) => request[name] !== undefined).map((name) => `Its ${name} is not kept.`),
    ...told,
  ];
  return withTold(names.length === 0 ? made : { ...made, fate: "approximated" }, lost);
}

/** Fields of a request that nothing here is the same as. */
const UNKNOWN = ["vipAddress", "oauthConsumerKey", "oauthConsumerSecret"] as const;

function sendsBody(method: string | undefined, body: Json | undefined): boolean {
  return body === undefined || (method !== undefined && method !== "GET" && method !== "HEAD");
}

/** Text is sent as it is there; with fields it is JSON. */
function isText(body: Json | undefined): boolean {
  return typeof body === "string" && (!body.startsWith("=") || body.startsWith("= '"));
}

/** What is accepted and sent has fields of its own there. */
function headersOf({ headers, accept, contentType }: Parameters): Parameters {
  const own = recordOf(headers);
  const named = new Set(Object.keys(own).map((name) => name.toLowerCase()));
  const besides = { accept, "content-type": contentType };
  const more = Object.entries(besides).filter(
    ([name, value]) => typeof value === "string" && value !== "" && !named.has(name),
  ) as [string, Json][];
  return { ...own, ...Object.fromEntries(more) };
}

function timeoutOf(ms: Json | undefined): { readonly timeoutMs?: number } {
  const known = Number(ms);
  return Number.isInteger(known) && known > 0 && known <= 31_536_000_000 ? { timeoutMs: known } : {};
}

export function recordOf(value: unknown): Parameters {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Parameters) : {};
}
