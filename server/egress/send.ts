import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";
import { type Dispatcher, request as undiciRequest } from "undici";
import type { Allowlist } from "./allowlist.ts";
import { type Caps, decodedBody } from "./decode.ts";
import { type Destination, destinationOf, shownUrl } from "./destination.ts";
import { EgressError, refused } from "./egress-error.ts";
import { type Filled, fill, type Reveal } from "./fill.ts";
import { checkMethod, type EgressRequest, type EgressResponse, isIdentity } from "./message.ts";
import { networkError } from "./network-error.ts";
import { pinnedAgent } from "./pinned-agent.ts";
import { checkedAddresses, type Resolve } from "./resolve.ts";

export type Policy = { readonly allow: Allowlist; readonly resolve: Resolve; readonly reveal: Reveal };

const MAX_REDIRECTS = 5;
const DEFAULT_CAPS: Caps = { wireBytes: 16 * 1024 * 1024, decodedBytes: 16 * 1024 * 1024 };
const IDLE_MS = 60_000;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** What goes to one destination. A redirect makes the next one of it. */
type Hop = {
  readonly destination: Destination;
  readonly method: string;
  readonly filled: Filled;
};
type Answer = { readonly raw: Dispatcher.ResponseData; readonly close: () => void };

/**
 * Sends a request and follows its redirects; every address on the way is judged, checked and pinned anew.
 * @throws EgressError, or the reason of `request.signal` when that ended it.
 */
export async function send(request: EgressRequest, policy: Policy): Promise<EgressResponse> {
  checkMethod(request.method);
  const late = AbortSignal.timeout(request.timeoutMs);
  const signal = AbortSignal.any([request.signal, late]);
  try {
    return await followed(request, policy, signal);
  } catch (error) {
    request.signal.throwIfAborted();
    throw networkError(error, late);
  }
}

async function followed(
  request: EgressRequest,
  policy: Policy,
  signal: AbortSignal,
): Promise<EgressResponse> {
  const most = Math.min(request.redirects ?? MAX_REDIRECTS, MAX_REDIRECTS);
  const first = destinationOf(request.url, policy.allow);
  // The address is judged before a secret is so much as decrypted.
  let addresses = await checkedAddresses(first, policy.resolve, signal);
  let hop: Hop = {
    destination: first,
    method: request.method,
    filled: await fill(request, first, policy.reveal),
  };
  for (let redirects = 0; ; redirects++) {
    const answer = await ask(hop, addresses, request, signal);
    const location = locationOf(answer.raw);
    if (location === null) return responseOf(answer, hop, { request, redirects, signal });
    answer.raw.body.destroy();
    answer.close();
    if (redirects >= most) throw refused(`${shownUrl(hop.destination)} redirects more than ${most} times.`);
    hop = nextHop(hop, location, answer.raw.statusCode, policy.allow);
    addresses = await checkedAddresses(hop.destination, policy.resolve, signal);
  }
}

async function ask(
  { destination, method, filled }: Hop,
  addresses: readonly string[],
  { timeoutMs }: EgressRequest,
  signal: AbortSignal,
): Promise<Answer> {
  const agent = pinnedAgent(destination, addresses, {
    headersMs: timeoutMs,
    idleMs: Math.min(IDLE_MS, timeoutMs),
  });
  const close = () => void agent.destroy().catch(() => undefined);
  const headers = Object.fromEntries([...filled.headers].map(([name, { value }]) => [name, value]));
  try {
    const raw = await undiciRequest(filled.url, {
      dispatcher: agent,
      method: method as Dispatcher.HttpMethod,
      headers: { "accept-encoding": "gzip, br, zstd", "user-agent": "Banyan", ...headers },
      body: filled.body,
      signal,
    });
    raw.body.once("close", close).on("error", heard);
    return { raw, close };
  } catch (error) {
    close();
    throw error;
  }
}

function locationOf({ statusCode, headers }: Dispatcher.ResponseData): string | null {
  if (!REDIRECTS.has(statusCode)) return null;
  const { location } = headers;
  return typeof location === "string" ? location : null;
}

/** Another origin gets neither identity nor secrets, and nobody is led from https to http. */
function nextHop(
  { destination, method, filled }: Hop,
  location: string,
  status: number,
  allow: Allowlist,
): Hop {
  const target = URL.canParse(location, destination.url) ? new URL(location, destination.url).href : location;
  const next = destinationOf(target, allow);
  const from = destination.url;
  if (from.protocol === "https:" && next.url.protocol !== "https:")
    throw refused(`${shownUrl(destination)} redirects from https to http.`);
  const foreign = next.url.origin !== from.origin;
  const drop = dropsBody(status, method);
  const body = drop ? null : filled.body;
  if (foreign && body !== null && filled.secretBody)
    throw refused(`${shownUrl(destination)} redirects a body that holds a secret to another host.`);
  const headers = new Map(
    [...filled.headers].filter(
      ([name, { secret }]) =>
        !(foreign && (secret || isIdentity(name))) && !(drop && name.startsWith("content-")),
    ),
  );
  return {
    destination: next,
    method: drop && method !== "HEAD" ? "GET" : method,
    filled: { url: next.url, headers, body, secretBody: filled.secretBody && body !== null },
  };
}

function dropsBody(status: number, method: string): boolean {
  if (status === 303) return true;
  return (status === 301 || status === 302) && method === "POST";
}

type Ended = { readonly request: EgressRequest; readonly redirects: number; readonly signal: AbortSignal };

function responseOf({ raw, close }: Answer, { destination, method }: Hop, ended: Ended): EgressResponse {
  const headers = plainHeaders(raw.headers);
  const empty = method === "HEAD" || raw.statusCode === 204 || raw.statusCode === 304;
  try {
    const encoding = empty || headers["content-length"] === "0" ? undefined : headers["content-encoding"];
    const body = decodedBody(raw.body, encoding, { ...DEFAULT_CAPS, ...ended.request.caps });
    return {
      status: raw.statusCode,
      headers: withoutEncoding(headers),
      body: endedByTime(body, ended.signal),
      url: shownUrl(destination),
      redirects: ended.redirects,
    };
  } catch (error) {
    raw.body.destroy();
    close();
    throw error;
  }
}

/** Headers alone do not end the wait: whoever reads the body is told when the time is over. */
function endedByTime(body: Readable, signal: AbortSignal): Readable {
  const stop = () =>
    body.destroy(new EgressError("RequestTimedOut", "The answer did not end within the time limit."));
  signal.addEventListener("abort", stop, { once: true });
  body.once("close", () => signal.removeEventListener("abort", stop)).on("error", heard);
  if (signal.aborted) stop();
  return body;
}

/** Whoever reads a stream gets its error; a stream that nobody reads must not end the process with it. */
function heard(): void {}

function plainHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value] as const],
  );
  return Object.fromEntries(entries);
}

/** The body is handed on decoded, so its length and its encoding on the wire say nothing about it. */
function withoutEncoding(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { "content-encoding": _e, "content-length": _l, "transfer-encoding": _t, ...rest } = headers;
  return rest;
}
