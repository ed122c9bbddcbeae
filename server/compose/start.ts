import type { Server as HttpServer, IncomingMessage } from "node:http";
import { examples } from "#examples/index";
import { createTrpcHandler } from "../api/handler.ts";
import { createOpsHandlers } from "../api/ops.ts";
import { createRestHandler } from "../api/rest/handler.ts";
import { createSharedHandler } from "../api/shared/handler.ts";
import { type Auth, createAuth } from "../auth/auth.ts";
import { createAuthHandler } from "../auth/endpoints.ts";
import type { Env } from "../env.ts";
import { createFrontDoor, type Routes } from "../http/front-door.ts";
import { policyFor } from "../http/guard.ts";
import { gatePages } from "../http/page-gate.ts";
import type { Logger } from "../logger.ts";
import { attachRealtime } from "../realtime/attach.ts";
import { setServer } from "../registry.ts";
import type { Redactor } from "../secrets/redactor.ts";
import { keepFresh, openAgentBook } from "../services/agent/book.ts";
import { seedAgents } from "../services/agent/seed-agents.ts";
import type { Services } from "../services/context.ts";
import { OPEN_PAGES } from "../services/permissions/faces.ts";
import { seedExamples } from "../services/workflow/seed-examples.ts";
import { ensureAccess } from "./access.ts";
import { baseUrl, progress, type Ready, signInUrl } from "./announce.ts";
import { openMigrated } from "./database.ts";
import { openDemo } from "./demo.ts";
import { openEngine } from "./engine.ts";
import { removeServerNote, writeServerNote, writeSignInLink } from "./files.ts";
import type { Listening } from "./listen.ts";
import { openPages } from "./pages.ts";
import { openRetention } from "./retention.ts";
import { openSecrets } from "./secrets.ts";
import { openSockets } from "./sockets.ts";
import type { Stopper } from "./stop.ts";
import { systemFacts } from "./system.ts";

type Parts = {
  readonly env: Env;
  readonly log: Logger;
  readonly stopper: Stopper;
  readonly redactor: Redactor;
};

/** An agent that another process registers can be asked here after so long. */
const AGENTS_MS = 5_000;

/** Puts all parts together, in order. Whatever it opened is closed by `stopper`, also when it fails half-way. */
export async function start({ server, port }: Listening, parts: Parts): Promise<Ready> {
  const { env, log, stopper, redactor } = parts;
  const admit = openDoor(server, port, parts);

  progress("Starting the database", env);
  const { db, incarnation } = await openMigrated(env, log, stopper);
  const auth = createAuth(db, { secure: env.publicUrl?.startsWith("https:") ?? false });
  const newcomer = await ensureAccess(db, auth, env);
  const { vault, egress, chain, openChain } = await openSecrets({ db, env, redactor, log });
  const agents = await openAgentBook(db);
  await seedAgents({ db, agents });
  stopper.onStop(
    "registry of agents",
    keepFresh(agents, {
      everyMs: AGENTS_MS,
      onError: (error) => log.warn({ err: error }, "the registry of agents could not be read again"),
    }),
  );
  const outside = { egress, chain, agents, redactor, providers: env.providers };
  const engine = await openEngine(
    { db, ...env, ...outside, alone: env.databaseUrl === undefined },
    log,
    stopper,
  );
  const services: Services = {
    db,
    log,
    incarnation,
    system: systemFacts(env),
    vault,
    openChain,
    agents,
    redactor,
    ...engine,
  };
  const seeded = await seedExamples(
    services,
    examples.map(({ graph }) => graph),
  );
  if (seeded.length > 0) log.info({ seeded }, "stored the example workflows");
  openDemo(services, stopper);
  openRetention(services, stopper);
  setServer({ services, auth, parts: env.parts });

  if (!env.headless) progress(env.dev ? "Starting the pages (development)" : "Starting the pages", env);
  // Closed in reverse: first nobody gets in, then live sockets end, then the last answers go out.
  let closed: Promise<void> = Promise.resolve();
  stopper.onStop("last answers", () => closed);
  admit(await openRoutes(services, auth, port, parts));
  stopper.onStop("http server", () => {
    closed = closeHttp(server);
  });

  const url = baseUrl(env.hostname, port);
  writeServerNote(env.dataDir, { url, pid: process.pid });
  stopper.onStop("server note", () => removeServerNote(env.dataDir));
  log.info({ url, dev: env.dev, node: process.version }, "ready");
  const signIn = signInUrl(env.publicUrl ?? url, newcomer && (await auth.issueSignInLink(newcomer)));
  writeSignInLink(env.dataDir, newcomer && signIn);
  stopper.onStop("sign-in link", () => writeSignInLink(env.dataDir, null));
  return { url, port, signInUrl: signIn };
}

/** Guards the port from its first moment. Answers how to let requests in. */
function openDoor(server: HttpServer, port: number, { env, log }: Parts): (routes: Routes) => void {
  let routes: Routes | null = null;
  const door = createFrontDoor(
    policyFor({ ...env, port }),
    () => routes,
    (error, { method }) => log.error({ err: error, method }, "a request failed"),
  );
  server.on("request", door.onRequest);
  server.on("upgrade", door.onUpgrade);
  return (ready) => {
    routes = ready;
  };
}

async function openRoutes(services: Services, auth: Auth, port: number, parts: Parts): Promise<Routes> {
  const { env, stopper } = parts;
  const pages = await openPages({ ...env, port });
  stopper.onStop("pages", pages.close);
  const sockets = openSockets();
  const detach = attachRealtime(sockets.io, { services, auth });
  stopper.onStop("sockets", async () => {
    await detach();
    await sockets.close();
  });
  const isKnown = async (request: IncomingMessage) => (await auth.callerOf(request)) !== null;
  return {
    api: [
      { prefix: "/api/auth", handle: createAuthHandler(auth) },
      { prefix: "/api/shared", handle: createSharedHandler(services) },
      { prefix: "/api/trpc", handle: createTrpcHandler(services, auth) },
      { prefix: "/api/v1", handle: createRestHandler(services, auth) },
      ...Object.entries(createOpsHandlers(services)).map(([prefix, handle]) => ({ prefix, handle })),
    ],
    pages: gatePages(pages.handle, { open: OPEN_PAGES, isKnown, dev: env.dev }),
    sockets,
    ...(pages.upgrade ? { pagesUpgrade: pages.upgrade } : {}),
    isKnown,
  };
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
