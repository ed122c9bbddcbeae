import type { Server as HttpServer } from "node:http";
import { createAuth } from "../auth/auth.ts";
import { createAuthHandler } from "../auth/endpoints.ts";
import type { Env } from "../env.ts";
import { createFrontDoor, type Routes } from "../http/front-door.ts";
import { policyFor } from "../http/guard.ts";
import type { Logger } from "../logger.ts";
import { setServer } from "../registry.ts";
import { ensureAccess } from "./access.ts";
import { baseUrl, progress, type Ready, signInUrl } from "./announce.ts";
import { openMigrated } from "./database.ts";
import { removeServerNote, writeServerNote } from "./files.ts";
import { listen } from "./listen.ts";
import { openPages, refuseUnbuilt } from "./pages.ts";
import { openSockets } from "./sockets.ts";
import type { Stopper } from "./stop.ts";

/** Puts all parts together, in order. Whatever it opened is closed by `stopper`, also when it fails half-way. */
export async function start(env: Env, log: Logger, stopper: Stopper): Promise<Ready> {
  refuseUnbuilt(env.dev);
  const { server, port } = await listen(env.port, env.hostname);
  let routes: Routes | null = null;
  const door = createFrontDoor(
    policyFor(port, env.hostname, env.dev),
    () => routes,
    (error, request) => log.error({ err: error, method: request.method }, "request failed"),
  );
  server.on("request", door.onRequest);
  server.on("upgrade", door.onUpgrade);

  progress("Starting the database", env);
  const { db, incarnation } = await openMigrated(env, log, stopper);
  const auth = createAuth(db);
  const ownerId = await ensureAccess(db, auth, env);
  const services = { log, incarnation };
  setServer({ services, auth });

  progress(env.dev ? "Starting the pages (development)" : "Starting the pages", env);
  const pages = await openPages({ dev: env.dev, hostname: env.hostname, port });
  stopper.onStop("pages", pages.close);
  const sockets = openSockets();
  stopper.onStop("sockets", sockets.close);
  stopper.onStop("http server", () => closeHttp(server));
  routes = {
    api: [{ prefix: "/api/auth", handle: createAuthHandler(auth) }],
    pages: pages.handle,
    sockets,
    ...(pages.upgrade ? { pagesUpgrade: pages.upgrade } : {}),
    isKnown: async (request) => (await auth.callerOf(request)) !== null,
  };

  const url = baseUrl(env.hostname, port);
  writeServerNote(env.dataDir, { url, pid: process.pid });
  stopper.onStop("server note", () => removeServerNote(env.dataDir));
  log.info({ url, dev: env.dev, node: process.version }, "ready");
  return { url, port, signInUrl: signInUrl(url, await auth.issueSignInLink(ownerId)) };
}

const LAST_ANSWERS_MS = 2_000;

/** Answers what was asked already, for a moment; then ends every connection. */
async function closeHttp(server: HttpServer): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS);
  await closed;
  clearTimeout(cut);
}
