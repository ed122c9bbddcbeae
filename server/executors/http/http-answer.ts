import type { EgressResponse } from "#server/egress/message";
import type { Failure } from "#server/engine/failure";
import type { Json } from "#server/engine/values/json";
import type { AttemptResult } from "#server/runtime/executor";
import { BadJson, boundedJson } from "./bounded-json.ts";
import type { HttpInput } from "./http-input.ts";
import { isTransientStatus, retryAfterOf } from "./retry-after.ts";

const EXCERPT = 300;
/** Cookies are somebody's identity, and nothing here keeps a session. */
const HIDDEN = new Set(["set-cookie", "set-cookie2", "www-authenticate", "proxy-authenticate"]);

/** What an answer means for the attempt. `redact` goes over the text before anything is cut from it. */
export function resultOf(
  input: HttpInput,
  response: EgressResponse,
  body: Buffer,
  redact: (text: string) => string,
): AttemptResult {
  if (!isExpected(input.expect, response.status)) return unexpected(response, body, redact);
  const headers = Object.fromEntries(Object.entries(response.headers).filter(([name]) => !HIDDEN.has(name)));
  try {
    return { ok: true, output: { status: response.status, headers, body: bodyOf(input, response, body) } };
  } catch (error) {
    if (!(error instanceof BadJson)) throw error;
    const message = `${response.url} answered with what cannot be used: ${error.message}. It begins: ${excerpt(body, redact)}`;
    return { ok: false, failure: failed("HttpResponseInvalid", message, false, response) };
  }
}

function isExpected(expect: HttpInput["expect"], status: number): boolean {
  return expect.some((one) => one === status || one === `${Math.floor(status / 100)}xx`);
}

function bodyOf({ response: wanted }: HttpInput, { headers }: EgressResponse, body: Buffer): Json {
  const type = headers["content-type"] ?? "";
  const kind = wanted === "auto" ? kindOf(type, body) : wanted;
  if (kind === "bytes") return { contentType: type, bytes: body.length, base64: body.toString("base64") };
  if (kind === "text") return new TextDecoder(charsetOf(type)).decode(body);
  return body.length === 0 ? null : boundedJson(new TextDecoder().decode(body));
}

function kindOf(type: string, body: Buffer): "json" | "text" | "bytes" {
  if (/^application\/(json|[\w.+-]+\+json)\b/i.test(type)) return "json";
  if (/^(text\/|application\/(xml|[\w.+-]+\+xml|x-www-form-urlencoded|javascript|yaml))/i.test(type))
    return "text";
  return body.length === 0 || type === "" ? "text" : "bytes";
}

function charsetOf(type: string): string {
  const name = /charset="?([\w-]+)/i.exec(type)?.[1] ?? "utf-8";
  try {
    return new TextDecoder(name).encoding;
  } catch {
    return "utf-8";
  }
}

function unexpected(response: EgressResponse, body: Buffer, redact: (text: string) => string): AttemptResult {
  const { status, url } = response;
  const said = body.length === 0 ? "" : ` It said: ${excerpt(body, redact)}`;
  const failure = failed(
    "HttpStatusUnexpected",
    `${url} answered ${status}.${said}`,
    isTransientStatus(status),
    response,
  );
  const retryAfterMs = retryAfterOf(response.headers["retry-after"], Date.now());
  return retryAfterMs === null ? { ok: false, failure } : { ok: false, failure, retryAfterMs };
}

function failed(
  code: string,
  message: string,
  retryable: boolean,
  { status, redirects }: EgressResponse,
): Failure {
  return { class: "task", code, message, retryable, details: { status, redirects } };
}

/** Redacted first: a value cut in half would no longer be known. */
function excerpt(body: Buffer, redact: (text: string) => string): string {
  const line = redact(new TextDecoder().decode(body))
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  return line.length > EXCERPT ? `${line.slice(0, EXCERPT - 1)}…` : line;
}
