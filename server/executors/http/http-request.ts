import type { EgressRequest, HeaderValue } from "#server/egress/message";
import type { AttemptContext } from "#server/runtime/executor";
import type { HttpInput } from "./http-input.ts";

/** Something about the node's own values that no request can be made of. */
export class HttpInputProblem extends Error {
  override readonly name = "HttpInputProblem";
}

const DEFAULT_TIMEOUT_MS = 60_000;
/** Methods that may be sent twice by their own meaning. */
const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** The request of an attempt. Values are encoded here and nowhere joined into text by hand. */
export function requestOf(
  input: HttpInput,
  context: AttemptContext,
  own: Readonly<Record<string, string>> = {},
): EgressRequest {
  const left = context.deadline === null ? DEFAULT_TIMEOUT_MS : context.deadline - Date.now();
  return {
    asker: "http",
    method: input.method,
    url: withParams(input.url, input.params),
    headers: { ...headersOf(input, context.idempotencyKey), ...own },
    query: Object.entries(input.query).flatMap(([name, value]) => queryEntries(name, value)),
    ...bodyOf(input),
    signal: context.signal,
    timeoutMs: Math.max(1, left),
    caps: { wireBytes: input.maxBytes, decodedBytes: input.maxBytes },
  };
}

/** A value fills one segment of a path: it can neither add one nor walk up. */
function withParams(url: string, params: HttpInput["params"]): string {
  const unused = new Set(Object.keys(params));
  const filled = url.replace(/\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
    if (!Object.hasOwn(params, name))
      throw new HttpInputProblem(`url names {${name}}, which params does not have`);
    unused.delete(name);
    const value = String(params[name]);
    if (/^\.{0,2}$/.test(value))
      throw new HttpInputProblem(`params.${name} is ${JSON.stringify(value)}, which is no segment of a path`);
    return encodeURIComponent(value);
  });
  const [left] = unused;
  if (left !== undefined) throw new HttpInputProblem(`params.${left} has no {${left}} in the url`);
  return filled;
}

function headersOf(input: HttpInput, key: string): Record<string, HeaderValue> {
  const { idempotencyHeader: name, method, bodyAs, headers } = input;
  const given = new Set(Object.keys(headers).map((each) => each.toLowerCase()));
  const form = bodyAs === "form" && !given.has("content-type");
  return {
    ...(name === null || SAFE.has(method) || given.has(name.toLowerCase()) ? {} : { [name]: asciiKey(key) }),
    ...(form ? { "content-type": "application/x-www-form-urlencoded" } : {}),
    ...headers,
  };
}

/** A key holds labels of nodes and paths; headers hold ASCII. */
function asciiKey(key: string): string {
  return key.replace(/[^\x21-\x7e]/g, (char) => encodeURIComponent(char));
}

function queryEntries(name: string, value: HttpInput["query"][string]): (readonly [string, HeaderValue])[] {
  if (value === null) return [];
  return Array.isArray(value) ? value.map((one) => [name, one] as const) : [[name, value] as const];
}

function bodyOf({ body, bodyAs, method }: HttpInput): Pick<EgressRequest, "body"> {
  if (body === undefined) return {};
  if (method === "GET" || method === "HEAD")
    throw new HttpInputProblem(`a ${method} has no body; use another method, or query`);
  if (bodyAs === "json") return { body: { json: body } };
  if (bodyAs === "form") return { body: { text: formText(body) } };
  if (typeof body !== "string") throw new HttpInputProblem("bodyAs is text, so body has to be text");
  return { body: { text: body } };
}

function formText(body: unknown): string {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new HttpInputProblem("bodyAs is form, so body has to be an object");
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(body)) {
    if (value !== null && typeof value === "object")
      throw new HttpInputProblem(`body.${name} is neither text nor a number, which a form cannot hold`);
    form.append(name, String(value ?? ""));
  }
  return form.toString();
}
