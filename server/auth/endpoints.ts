import type { IncomingMessage, ServerResponse } from "node:http";
import { pathOf } from "../http/guard.ts";
import { type Refusal, sendRefusal } from "../http/refusal.ts";
import { ServiceError } from "../services/errors.ts";
import type { Auth } from "./auth.ts";
import { setSessionCookie } from "./cookies.ts";
import type { Entry } from "./entry.ts";
import { SESSION_LIFETIME_MS } from "./open-session.ts";
import {
  BAD_INVITATION,
  BAD_LINK,
  BAD_PASSWORD,
  NO_SUCH_CALL,
  POST_ONLY,
  refusalOf,
  tooMany,
} from "./refusals.ts";
import { visitOf } from "./visit.ts";

type Body = Readonly<Record<string, unknown>>;
type Call = (body: Body, request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * The calls for people who are not signed in yet, and to sign out; all are `POST`. Pages behind links post the links'
 * tokens, so that programs which merely open links do not use them up.
 */
export function createAuthHandler(auth: Auth) {
  const answer = (response: ServerResponse, entry: Entry, refused: Refusal): void => {
    if (entry.kind === "wait") {
      sendRefusal(response, tooMany(entry.seconds), { "retry-after": String(entry.seconds) });
    } else if (entry.kind === "refused") {
      sendRefusal(response, refused);
    } else {
      const age = SESSION_LIFETIME_MS / 1000;
      response.setHeader("set-cookie", setSessionCookie(entry.cookie, age, auth.style));
      response.writeHead(204).end();
    }
  };
  const calls: Readonly<Record<string, Call>> = {
    "/api/auth/sign-in": async ({ email, password }, request, response) =>
      answer(response, await auth.signIn({ email, password }, visitOf(request)), BAD_PASSWORD),
    "/api/auth/redeem": async ({ token }, request, response) =>
      answer(response, await auth.redeem(token, visitOf(request)), BAD_LINK),
    "/api/auth/reset": async ({ token, password }, request, response) =>
      answer(response, await auth.reset({ token, password }, visitOf(request)), BAD_LINK),
    "/api/auth/accept": async ({ token, name, email, password }, request, response) =>
      answer(response, await auth.join({ token, name, email, password }, visitOf(request)), BAD_INVITATION),
    "/api/auth/invitation": async ({ token }, request, response) => {
      const looked = await auth.invitation(token, visitOf(request));
      if (looked.kind !== "invited") return answer(response, looked, BAD_INVITATION);
      const body = JSON.stringify(looked.invitation);
      response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" }).end(body);
    },
    "/api/auth/sign-out": async (_, request, response) => {
      await auth.signOut(request, response);
      response.writeHead(204).end();
    },
  };
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = pathOf(request.url ?? "/");
    const call = Object.hasOwn(calls, path) ? calls[path] : undefined;
    if (!call) return sendRefusal(response, NO_SUCH_CALL);
    if (request.method !== "POST") return sendRefusal(response, POST_ONLY, { allow: "POST" });
    try {
      await call(await bodyOf(request), request, response);
    } catch (error) {
      refuse(response, error);
    }
  };
}

function refuse(response: ServerResponse, error: unknown): void {
  if (!(error instanceof ServiceError)) throw error;
  const refusal = refusalOf(error);
  const body = { type: "about:blank", ...refusal, errors: error.details };
  sendRefusal(response, refusal, {}, JSON.stringify(body));
}

/** What is not an object has no fields, which every call refuses. */
async function bodyOf(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    return typeof body === "object" && body !== null ? (body as Body) : {};
  } catch {
    return {};
  }
}
