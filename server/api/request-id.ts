import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";

/** Gives a request an id and tells it in the answer: with it, a line of the log can be found. */
export function nameRequest(response: ServerResponse): string {
  const id = randomUUID();
  if (!response.headersSent) response.setHeader("x-request-id", id);
  return id;
}
