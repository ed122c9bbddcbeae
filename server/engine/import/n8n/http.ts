import type { GraphNode } from "../../graph/graph.ts";
import type { Json } from "../../values/json.ts";
import { jsonIn } from "./json-text.ts";
import { pairsOf, type Reader, recordOf } from "./reader.ts";

type Parameters = Readonly<Record<string, Json>>;
type Translated = (value: Json) => Json;
type Fields = Readonly<Record<string, Json>>;

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
/** All that is read of a request; whatever else stands there is told. */
const READ: ReadonlySet<string> = new Set([
  ...["url", "method", "requestMethod", "options", "authentication", "genericAuthType", "nodeCredentialType"],
  ...["sendQuery", "specifyQuery", "queryParameters", "jsonQuery", "sendHeaders", "specifyHeaders"],
  ...[
    "headerParameters",
    "jsonHeaders",
    "sendBody",
    "contentType",
    "specifyBody",
    "bodyParameters",
    "jsonBody",
  ],
  ...["body", "rawContentType", "jsonParameters", "queryParametersUi", "queryParametersJson"],
  ...["headerParametersUi", "headerParametersJson", "bodyParametersUi", "bodyParametersJson", "curlImport"],
]);
const OPTIONS_READ: ReadonlySet<string> = new Set(["timeout", "fullResponse", "response", "bodyContentType"]);
const LONGEST_MS = 31_536_000_000;

/** A request of any version. */
export const httpOf: Reader = (parameters, { translated }) => {
  const options = recordOf(parameters["options"]);
  const url = translated(parameters["url"] ?? "");
  const named = parameters["method"] ?? parameters["requestMethod"] ?? "GET";
  const method = METHODS.find((each) => each === String(named).toUpperCase());
  const lost: string[] = method ? [] : [`method ${named}`];
  const headers = fieldsOf(parameters, "header", translated, lost);
  const query = fieldsOf(parameters, "query", translated, lost);
  const body = bodyOf(parameters, translated, lost);
  const all = typed(headers, body.type);
  lost.push(...besides(parameters, options));
  const asks = parameters["authentication"] !== undefined && parameters["authentication"] !== "none";
  const said = [
    asks ? "What it authenticates by is not kept: use a secret in its headers." : "",
    lost.length > 0 ? `Not kept: ${lost.join(", ").slice(0, 300)}.` : "",
  ].filter((text) => text !== "");
  return {
    node: {
      kind: "http",
      url: typeof url === "string" && url !== "" ? url : "https://example.com/",
      ...(method ? { method } : {}),
      ...unlessEmpty({ headers: all, query }),
      ...body.fields,
      ...timeoutOf(options["timeout"]),
    } as GraphNode,
    fate: said.length === 0 && url !== "" ? "mapped" : "approximated",
    message: ["A request.", ...said].join(" "),
  };
};

function unlessEmpty(maps: Readonly<Record<string, Fields>>): object {
  return Object.fromEntries(Object.entries(maps).filter(([, fields]) => Object.keys(fields).length > 0));
}

function timeoutOf(ms: Json | undefined): { readonly timeoutMs?: number } {
  const timeout = Number(ms);
  return Number.isInteger(timeout) && timeout > 0 && timeout <= LONGEST_MS ? { timeoutMs: timeout } : {};
}

/** Headers or parameters of the address: pairs, or an object as text. */
function fieldsOf(parameters: Parameters, what: "header" | "query", translated: Translated, lost: string[]) {
  const many = what === "header" ? "Headers" : "Query";
  if (parameters[`send${many}`] === false) return {};
  const asText =
    parameters[`specify${many}`] === "json"
      ? parameters[`json${many}`]
      : parameters["jsonParameters"] === true
        ? parameters[`${what}ParametersJson`]
        : undefined;
  if (asText === undefined || asText === "") return pairsIn(parameters, what, translated);
  const read = jsonIn(asText, translated);
  if (typeof read === "object" && read !== null && !Array.isArray(read)) return read as Fields;
  lost.push(`${what} fields that an expression makes (${String(asText).slice(0, 100)})`);
  return {};
}

/** Pairs of the third version, or of those before. */
function pairsIn(parameters: Parameters, what: "header" | "query" | "body", translated: Translated): Fields {
  return {
    ...pairsOf(recordOf(parameters[`${what}ParametersUi`])["parameter"], translated),
    ...pairsOf(recordOf(parameters[`${what}Parameters`])["parameters"], translated),
  };
}

type Body = { readonly fields: Fields; readonly type?: string };

function bodyOf(parameters: Parameters, translated: Translated, lost: string[]): Body {
  const type = parameters["contentType"] ?? recordOf(parameters["options"])["bodyContentType"] ?? "json";
  if (parameters["sendBody"] === false) return { fields: {} };
  if (type === "raw") return rawBody(parameters, translated);
  if (type !== "json" && type !== "form-urlencoded") {
    lost.push(`a body that is ${type}`);
    return { fields: {} };
  }
  const form = type === "form-urlencoded";
  const text = bodyText(parameters);
  return text === undefined ? pairsBody(parameters, form, translated) : textBody(text, form, translated);
}

function pairsBody(parameters: Parameters, form: boolean, translated: Translated): Body {
  const body = pairsIn(parameters, "body", translated);
  if (Object.keys(body).length === 0) return { fields: {} };
  return { fields: form ? { body, bodyAs: "form" } : { body } };
}

function textBody(text: Json, form: boolean, translated: Translated): Body {
  const json = form ? null : jsonIn(text, translated);
  if (json !== null) return { fields: { body: json } };
  return {
    fields: { body: translated(text), bodyAs: "text" },
    type: form ? "application/x-www-form-urlencoded" : "application/json",
  };
}

/** What was written as text, where it was not given field by field. */
function bodyText(parameters: Parameters): Json | undefined {
  const { specifyBody, jsonBody, body, jsonParameters, bodyParametersJson } = parameters;
  const text =
    specifyBody === "string" ? body : jsonParameters === true ? bodyParametersJson : (jsonBody ?? undefined);
  return text === "" || specifyBody === "keypair" ? undefined : text;
}

function rawBody({ body, rawContentType, ...rest }: Parameters, translated: Translated): Body {
  const text = body ?? rest["bodyParametersJson"];
  if (text === undefined || text === "") return { fields: {} };
  const type = typeof rawContentType === "string" && rawContentType !== "" ? rawContentType : "text/plain";
  return { fields: { body: translated(text), bodyAs: "text" }, type };
}

function typed(headers: Fields, type: string | undefined): Fields {
  const given = Object.keys(headers).some((name) => name.toLowerCase() === "content-type");
  return type === undefined || given ? headers : { ...headers, "content-type": type };
}

/** What stands in a request that nothing here reads. */
function besides(parameters: Parameters, options: Parameters): readonly string[] {
  const { response = {} } = recordOf(options["response"]);
  const answer = Object.keys(recordOf(response)).filter((name) => name !== "fullResponse");
  const unread = (names: readonly string[], read: ReadonlySet<string>) =>
    names.filter((name) => !read.has(name));
  return [
    ...unread(Object.keys(parameters), READ),
    ...unread(Object.keys(options), OPTIONS_READ),
    ...answer.map((name) => `response.${name}`),
  ];
}
