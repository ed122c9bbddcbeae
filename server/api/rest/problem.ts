import type { ServerResponse } from "node:http";
import { type ErrorDetail, MAX_DETAILS, type Present, type ServiceError } from "../../services/errors.ts";
import { FACES } from "../errors.ts";
import type { AnswerFile } from "./endpoint.ts";

/** An RFC 9457 answer. `code` is stable; `errors` are the places that are wrong. */
export type ProblemBody = {
  readonly type: "about:blank";
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly errors: readonly ErrorDetail[];
  /** Something else stands there now; its hash. */
  readonly present?: Present;
};

type Headers = Readonly<Record<string, string>>;

export function problemOf(error: ServiceError): ProblemBody {
  const { http, title } = FACES[error.code];
  const errors = error.details.slice(0, MAX_DETAILS);
  const { message: detail, code, present } = error;
  return {
    type: "about:blank",
    title,
    status: http,
    detail,
    code,
    errors,
    ...(present ? { present } : {}),
  };
}

export const methodNotAllowed = (allowed: string): ProblemBody => ({
  type: "about:blank",
  title: "Method not allowed",
  status: 405,
  detail: `Use ${allowed}.`,
  code: "METHOD_NOT_ALLOWED",
  errors: [],
});

export function sendProblem(response: ServerResponse, problem: ProblemBody, headers: Headers = {}): void {
  sendJson(response, problem.status, problem, { "content-type": "application/problem+json", ...headers });
}

export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Headers = {},
): void {
  send(response, status, JSON.stringify(value), {
    "content-type": "application/json; charset=utf-8",
    ...headers,
  });
}

export function sendFile(response: ServerResponse, text: string, { name, type }: AnswerFile): void {
  const disposition = `attachment; filename="${name}"`;
  send(response, 200, text, { "content-type": type, "content-disposition": disposition });
}

function send(response: ServerResponse, status: number, text: string, headers: Headers): void {
  if (response.headersSent || response.destroyed) return;
  const body = Buffer.from(text);
  response.writeHead(status, {
    "content-length": body.length,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...headers,
  });
  response.end(body);
}
