import type { ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

/** A request that no handler gets to see. Becomes an RFC 9457 body of the same shape as the API's. */
export type Refusal = {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  /** What is wrong and what to do. */
  readonly detail: string;
};

function bodyOf(refusal: Refusal): string {
  return JSON.stringify({ type: "about:blank", ...refusal, errors: [] });
}

/** JSON-RPC numbers of the refusals that a page's own calls can meet; the rest is an internal error to tRPC. */
const RPC_CODES: Readonly<Record<number, number>> = {
  400: -32600,
  401: -32001,
  403: -32003,
  404: -32004,
  413: -32013,
  415: -32015,
};

/** The same refusal in the envelope that tRPC clients expect, so that pages can show its words. */
export function asRpcError({ status, code, detail }: Refusal) {
  const data = { code, httpStatus: status, reason: code, details: [] };
  return { error: { message: detail, code: RPC_CODES[status] ?? -32603, data } };
}

/** Does nothing when the answer has already begun. */
export function sendRefusal(
  response: ServerResponse,
  refusal: Refusal,
  headers: Readonly<Record<string, string>> = {},
  body: string = bodyOf(refusal),
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(refusal.status, {
    "content-type": "application/problem+json",
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    ...headers,
  });
  response.end(body);
}

/** There is no response object for an upgrade: writes to the bare socket, then closes it. */
export function refuseUpgrade(socket: Duplex, refusal: Refusal): void {
  if (!socket.writable) return;
  const body = bodyOf(refusal);
  const head = [
    `HTTP/1.1 ${refusal.status} ${refusal.title}`,
    "content-type: application/problem+json",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}
