import type { Readable } from "node:stream";
import type { Json } from "#server/engine/values/json";
import type { Caps } from "./decode.ts";
import { refused } from "./egress-error.ts";
import type { SecretHandle } from "./sealed.ts";

/** Which kind of node asks. A secret says which kinds may use it. */
export type Asker = "http" | "agent";

export type HeaderValue = string | SecretHandle;

export type EgressRequest = {
  readonly asker: Asker;
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, HeaderValue>>;
  /** Encoded and put behind what the URL has; never written into text by hand. */
  readonly query?: readonly (readonly [name: string, value: HeaderValue])[];
  /** `json` may hold handles. */
  readonly body?: { readonly json: Json } | { readonly text: string };
  readonly signal: AbortSignal;
  /** From the first look-up to the last byte. */
  readonly timeoutMs: number;
  readonly caps?: Partial<Caps>;
  /** Most redirects that are followed, 5 at most. */
  readonly redirects?: number;
};

export type EgressResponse = {
  readonly status: number;
  /** Lower-case names; several of one name are joined. Without the encodings, which are taken off. */
  readonly headers: Readonly<Record<string, string>>;
  /** Decoded; ends with an `EgressError` when a cap or the time is over. Read it to its end or destroy it. */
  readonly body: Readable;
  /** Where the answer came from, without its query. */
  readonly url: string;
  readonly redirects: number;
};

const METHOD = /^[A-Z]{1,20}$/;
const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const MAX_HEADER_VALUE = 16 * 1024;
/** They frame the message or name its target, which is this module's work. */
const FORBIDDEN = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "http2-settings",
  "keep-alive",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);
/** Headers that carry somebody's identity: they stay with the origin that they were meant for. */
const IDENTITY = /auth|cookie|token|secret|key|session|credential/i;

export function checkMethod(method: string): void {
  if (!METHOD.test(method) || method === "CONNECT" || method === "TRACE")
    throw refused(`${JSON.stringify(method.slice(0, 20))} is not a method that may be sent.`);
}

export function checkHeader(name: string, value: string): void {
  if (!HEADER_NAME.test(name))
    throw refused(`${JSON.stringify(name.slice(0, 40))} is not the name of a header.`);
  if (FORBIDDEN.has(name.toLowerCase())) throw refused(`The header ${name} is set by Banyan itself.`);
  if (!HEADER_VALUE.test(value)) throw refused(`The header ${name} has characters that no header may have.`);
  if (value.length > MAX_HEADER_VALUE)
    throw refused(`The header ${name} is longer than ${MAX_HEADER_VALUE} characters.`);
}

export function isIdentity(name: string): boolean {
  return IDENTITY.test(name);
}
