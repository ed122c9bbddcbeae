import type { IncomingMessage, ServerResponse } from "node:http";
import { pathOf } from "../http/guard.ts";
import { type Refusal, sendRefusal } from "../http/refusal.ts";
import { createAttempts } from "./attempts.ts";
import { type Auth, SESSION_LIFETIME_MS } from "./auth.ts";
import { setSessionCookie } from "./cookies.ts";

const FAILURES_PER_MINUTE = 20;

/**
 * `POST /api/auth/redeem` `{token}` and `POST /api/auth/sign-out`. The page behind a sign-in link posts its token, so
 * that programs which merely open links do not use it up.
 */
export function createAuthHandler(auth: Auth) {
  const attempts = createAttempts(FAILURES_PER_MINUTE);

  const redeem = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const address = request.socket.remoteAddress ?? "unknown";
    if (!attempts.allows(address, Date.now())) {
      sendRefusal(response, TOO_MANY, { "retry-after": "60" });
      return;
    }
    const cookie = await auth.redeem(tokenIn(await textOf(request)), request.headers.cookie);
    if (cookie === null) {
      attempts.failed(address, Date.now());
      sendRefusal(response, BAD_LINK);
      return;
    }
    response.setHeader("set-cookie", setSessionCookie(cookie, SESSION_LIFETIME_MS / 1000));
    response.writeHead(204).end();
  };

  const signOut = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    await auth.signOut(request, response);
    response.writeHead(204).end();
  };

  const calls = new Map([
    ["/api/auth/redeem", redeem],
    ["/api/auth/sign-out", signOut],
  ]);
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const call = calls.get(pathOf(request.url ?? "/"));
    if (!call) sendRefusal(response, NO_SUCH_CALL);
    else if (request.method !== "POST") sendRefusal(response, POST_ONLY, { allow: "POST" });
    else await call(request, response);
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function tokenIn(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null && "token" in body ? body.token : null;
  } catch {
    return null;
  }
}

const BAD_LINK: Refusal = {
  status: 400,
  code: "BAD_LINK",
  title: "This sign-in link does not work",
  detail: "It was used before, is older than 30 minutes, or was cut off. Restart Banyan to print a new one.",
};
const TOO_MANY: Refusal = {
  status: 429,
  code: "TOO_MANY_ATTEMPTS",
  title: "Too many attempts",
  detail: "Wait a minute, then open the link again.",
};
const NO_SUCH_CALL: Refusal = {
  status: 404,
  code: "NOT_FOUND",
  title: "Not found",
  detail: "There is /api/auth/redeem and /api/auth/sign-out.",
};
const POST_ONLY: Refusal = {
  status: 405,
  code: "METHOD_NOT_ALLOWED",
  title: "Method not allowed",
  detail: "Use POST.",
};
