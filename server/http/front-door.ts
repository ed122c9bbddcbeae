import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { ANONYMOUS_CAP, bodyCap, discardRest, judgeBody, readBody, tooLong } from "./body.ts";
import { compressAnswer } from "./compress.ts";
import { type GuardPolicy, isMutation, isSocketPath, judgeRequest, judgeUpgrade, pathOf } from "./guard.ts";
import { openPagePolicy, setSecurityHeaders, stripClaims } from "./headers.ts";
import { asRpcError, type Refusal, refuseUpgrade, sendRefusal } from "./refusal.ts";

export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void | Promise<void>;

/** Where requests go once the guard let them in. Paths of `api` are tried in order. */
export type Routes = {
  readonly api: readonly { readonly prefix: string; readonly handle: Handler }[];
  readonly pages: Handler;
  readonly sockets: { readonly handle: Handler; readonly upgrade: UpgradeHandler };
  /** Development only: hot reload of the pages. */
  readonly pagesUpgrade?: UpgradeHandler;
  /** Whether someone known asks: strangers may not make the server read long bodies. */
  readonly isKnown: (request: IncomingMessage) => Promise<boolean>;
};

export type FrontDoor = {
  readonly onRequest: (request: IncomingMessage, response: ServerResponse) => void;
  readonly onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
};

type Report = (error: unknown, request: IncomingMessage) => void;

/**
 * The one way in. Guards every request and upgrade before anything is routed.
 * @param routes Returns `null` while the server starts; requests are then asked to come back.
 */
export function createFrontDoor(policy: GuardPolicy, routes: () => Routes | null, report: Report): FrontDoor {
  return {
    onRequest: (request, response) => {
      setSecurityHeaders(response);
      stripClaims(request);
      const ready = routes();
      const refusal = judgeRequest(headOf(request), policy);
      if (refusal || !ready) refuse(request, response, refusal ?? STARTING);
      else
        route(ready, request, response, policy.dev).catch((error: unknown) => {
          report(error, request);
          sendRefusal(response, BROKEN);
        });
    },
    onUpgrade: (request, socket, head) => {
      socket.on("error", () => socket.destroy());
      stripClaims(request);
      const ready = routes();
      const refusal = judgeUpgrade(headOf(request), policy);
      if (refusal || !ready) refuseUpgrade(socket, refusal ?? STARTING);
      else
        upgrade(ready, request, socket, head).catch((error: unknown) => {
          report(error, request);
          socket.destroy();
        });
    },
  };
}

async function route(
  routes: Routes,
  request: IncomingMessage,
  response: ServerResponse,
  dev: boolean,
): Promise<void> {
  const url = request.url ?? "/";
  if (isSocketPath(url)) return routes.sockets.handle(request, response);
  const path = pathOf(url);
  if (path !== "/api" && !path.startsWith("/api/")) return page(routes, request, response, dev);
  response.setHeader("cache-control", "no-store");
  const api = routes.api.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`));
  if (!api) return refuse(request, response, NO_SUCH_CALL);
  const whole = await wholeRequest(routes, request, response);
  if (!whole) return;
  compressAnswer(request, response);
  await api.handle(whole, response);
}

/** Pages only show: every change goes through the API. */
async function page(
  routes: Routes,
  request: IncomingMessage,
  response: ServerResponse,
  dev: boolean,
): Promise<void> {
  if (isMutation(request.method ?? "GET")) return refuse(request, response, READ_ONLY);
  openPagePolicy(request, response, dev);
  await routes.pages(request, response);
}

async function upgrade(
  routes: Routes,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const handle = isSocketPath(request.url ?? "/") ? routes.sockets.upgrade : routes.pagesUpgrade;
  if (handle) await handle(request, socket, head);
  else refuseUpgrade(socket, NO_SUCH_CALL);
}

async function wholeRequest(
  routes: Routes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<IncomingMessage | null> {
  const refusal = judgeBody(request);
  if (refusal) {
    refuse(request, response, refusal);
    return null;
  }
  if (!isMutation(request.method ?? "GET")) return request;
  const known = !mayBeLong(request) || (await routes.isKnown(request));
  const cap = known ? bodyCap(request.url ?? "/") : ANONYMOUS_CAP;
  const body = await readBody(request, cap);
  if (body.ok) return body.request;
  if (body.tooLong) refuse(request, response, known ? tooLong(cap) : SIGN_IN_FIRST);
  return null;
}

function mayBeLong(request: IncomingMessage): boolean {
  return (
    request.headers["transfer-encoding"] !== undefined ||
    Number(request.headers["content-length"]) > ANONYMOUS_CAP
  );
}

function refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  const headers = refusal.status === 503 ? { "retry-after": "1" } : {};
  if (!pathOf(request.url ?? "/").startsWith("/api/trpc/")) sendRefusal(response, refusal, headers);
  else sendRefusal(response, refusal, RPC_TYPE, JSON.stringify(asRpcError(refusal)));
  discardRest(request);
}

function headOf(request: IncomingMessage) {
  return { method: request.method ?? "GET", url: request.url ?? "/", rawHeaders: request.rawHeaders };
}

const RPC_TYPE = { "content-type": "application/json" };
const STARTING: Refusal = {
  status: 503,
  code: "STARTING",
  title: "Starting",
  detail: "Banyan is starting. Try again in a moment.",
};
const BROKEN: Refusal = {
  status: 500,
  code: "INTERNAL",
  title: "Internal error",
  detail: "Something failed inside Banyan. The server log has the cause.",
};
const NO_SUCH_CALL: Refusal = {
  status: 404,
  code: "NOT_FOUND",
  title: "Not found",
  detail: "There is no such address. /api/openapi.json lists them all.",
};
const READ_ONLY: Refusal = {
  status: 405,
  code: "METHOD_NOT_ALLOWED",
  title: "Method not allowed",
  detail: "Pages can only be read. Changes go through /api.",
};
const SIGN_IN_FIRST: Refusal = {
  status: 401,
  code: "UNAUTHENTICATED",
  title: "Not signed in",
  detail: "Sign in, or send `Authorization: Bearer` with an API token.",
};
