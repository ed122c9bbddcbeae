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

/** Does nothing when the answer has already begun. */
export function sendRefusal(
  response: ServerResponse,
  refusal: Refusal,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent || response.destroyed) return;
  const body = bodyOf(refusal);
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
