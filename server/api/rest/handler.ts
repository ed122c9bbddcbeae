import type { IncomingMessage, ServerResponse } from "node:http";
import type * as z from "zod";
import { authorize } from "../../services/authorize.ts";
import type { Services } from "../../services/context.ts";
import { ServiceError } from "../../services/errors.ts";
import type { Auth } from "../auth.ts";
import { detailsOf, toServiceError } from "../errors.ts";
import { nameRequest } from "../request-id.ts";
import { readBody } from "./body.ts";
import type { Endpoint, NamedText } from "./endpoint.ts";
import { methodNotAllowed, problemOf, sendFile, sendJson, sendProblem } from "./problem.ts";
import { matchRest, REST_PREFIX } from "./table.ts";

/** Serves every REST call below `/api/v1`. Never rejects: what goes wrong becomes a problem document. */
export function createRestHandler(services: Services, auth: Pick<Auth, "callerOf">) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = nameRequest(response);
    try {
      await serve(services, auth, request, response);
    } catch (thrown) {
      const error = toServiceError(thrown, services.log, requestId);
      const challenge = error.code === "UNAUTHENTICATED" ? { "www-authenticate": "Bearer" } : {};
      sendProblem(response, problemOf(error), challenge);
    }
  };
}

async function serve(
  services: Services,
  auth: Pick<Auth, "callerOf">,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://localhost");
  const caller = await auth.callerOf(request);
  if (!caller) {
    throw new ServiceError("UNAUTHENTICATED", "Send `Authorization: Bearer` with an API token, or sign in.");
  }
  const match = matchRest(request.method ?? "GET", url.pathname.slice(REST_PREFIX.length));
  if (match.kind === "unknown") {
    throw new ServiceError("NOT_FOUND", "There is no such call. /api/openapi.json lists them all.");
  }
  if (match.kind === "wrongMethod") {
    const allow = match.allowed.join(", ");
    sendProblem(response, methodNotAllowed(allow), { allow });
    return;
  }
  const { endpoint, params } = match;
  // The service asks again; here it spares reading the body of someone who may not send it.
  authorize(caller, endpoint.action);
  const call = await checkedCall(endpoint, params, url.searchParams, request);
  const answer = await endpoint.handle({ services, caller, ...call });
  const file = endpoint.files?.[(call.query as { readonly format: string }).format];
  if (file) {
    const { stem, text } = typeof answer === "string" ? { stem: "", text: answer } : (answer as NamedText);
    sendFile(response, text, { ...file, name: `${stem}${file.name}` });
  } else {
    const headers = { ...fileHeaders(endpoint, params), ...etagHeader(endpoint, answer) };
    sendJson(response, endpoint.status ?? 200, answer, headers);
  }
}

async function checkedCall(
  endpoint: Endpoint,
  params: Readonly<Record<string, string>>,
  search: URLSearchParams,
  request: IncomingMessage,
) {
  const { headers } = request;
  const query = checked(endpoint.query, Object.fromEntries(search), "query");
  const given = endpoint.body ? await readBody(request, endpoint.yaml === true) : undefined;
  const body = given === undefined && endpoint.bodyOptional ? {} : given;
  if (endpoint.body && body === undefined) throw new ServiceError("VALIDATION", "The call needs a body.");
  return {
    params: checked(endpoint.params, params, "path"),
    query,
    body: checked(endpoint.body, body, "body"),
    headers,
  };
}

function checked(schema: z.ZodType | undefined, value: unknown, part: string): unknown {
  if (!schema) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const details = detailsOf(result.error);
  const first = details[0];
  const place = first?.path ? ` at ${first.path}` : "";
  throw new ServiceError("VALIDATION", `The ${part} is not valid${place}: ${first?.message ?? "?"}`, details);
}

function fileHeaders(
  endpoint: Endpoint,
  params: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  if (endpoint.download === undefined) return {};
  const run = (params["id"] ?? "").replace(/[^\w.-]/g, "");
  return { "content-disposition": `attachment; filename="run-${run}-${endpoint.download}"` };
}

function etagHeader({ etag }: Endpoint, answer: unknown): Readonly<Record<string, string>> {
  const hash = etag?.(answer as never) ?? null;
  return hash === null ? {} : { etag: `"${hash}"` };
}
