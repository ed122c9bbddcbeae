import { Readable } from "node:stream";
import type { Egress } from "./egress.ts";
import { refused } from "./egress-error.ts";
import type { EgressRequest, EgressResponse, HeaderValue } from "./message.ts";

type Options = Pick<EgressRequest, "asker" | "timeoutMs" | "caps"> & {
  /** Set last: a library hands over a stand-in where the value will be, and never sees the value. */
  readonly headers?: Readonly<Record<string, HeaderValue>>;
};
/** The part of `fetch` that model libraries call. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** A `fetch` for libraries that want one. It leads through the one way out. */
export function egressFetch(egress: Egress, options: Options): Fetch {
  return async (input, init = {}) => {
    if (input instanceof Request) throw refused("Requests are made from an address and its options here.");
    const response = await egress.send({
      ...options,
      method: (init.method ?? "GET").toUpperCase(),
      url: String(input),
      headers: { ...plain(init.headers), ...options.headers },
      ...bodyOf(init),
      signal: init.signal ?? new AbortController().signal,
      redirects: 0,
    });
    return webResponse(response);
  };
}

function bodyOf({ body }: RequestInit): Pick<EgressRequest, "body"> {
  if (body === undefined || body === null) return {};
  if (typeof body !== "string") throw refused("A body is text here.");
  return { body: { text: body } };
}

function webResponse({ status, headers, body }: EgressResponse): Response {
  const init = { status, headers };
  if (status !== 204 && status !== 205 && status !== 304)
    return new Response(Readable.toWeb(body) as ReadableStream<Uint8Array>, init);
  body.resume();
  return new Response(null, init);
}

function plain(headers: RequestInit["headers"]): Record<string, string> {
  return Object.fromEntries(new Headers(headers));
}
