import type { IncomingMessage, ServerResponse } from "node:http";
import type { Services } from "../services/context.ts";
import { readiness } from "../services/health/readiness.ts";
import { openApiDocument } from "./rest/openapi.ts";
import { methodNotAllowed, sendJson, sendProblem } from "./rest/problem.ts";

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The calls that need nobody to be signed in, by path. They tell nothing of what is stored. */
export function createOpsHandlers(services: Services): Readonly<Record<OpsPath, Handle>> {
  const document = openApiDocument();
  return {
    "/api/healthz": reads((response) => sendJson(response, 200, { status: "ok" })),
    "/api/readyz": reads(async (response) => {
      const { ready, reasons } = await readiness(services);
      sendJson(response, ready ? 200 : 503, { status: ready ? "ready" : "not ready", reasons });
    }),
    "/api/openapi.json": reads((response) => sendJson(response, 200, document)),
  };
}
export type OpsPath = "/api/healthz" | "/api/readyz" | "/api/openapi.json";

function reads(answer: (response: ServerResponse) => Promise<void> | void): Handle {
  return async (request, response) => {
    if (request.method === "GET" || request.method === "HEAD") await answer(response);
    else sendProblem(response, methodNotAllowed("GET"), { allow: "GET" });
  };
}
