import type { IncomingMessage, ServerResponse } from "node:http";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import type { Services } from "../services/context.ts";
import type { Auth } from "./auth.ts";
import { nameRequest } from "./request-id.ts";
import { appRouter } from "./root.ts";

const MAX_BATCH = 20;

/** Serves every tRPC procedure below `/api/trpc/`. */
export function createTrpcHandler(services: Services, auth: Auth) {
  const handle = createHTTPHandler({
    router: appRouter,
    basePath: "/api/trpc/",
    maxBatchSize: MAX_BATCH,
    createContext: async ({ req, res }) => ({
      services,
      caller: await auth.callerOf(req),
      signOut: () => auth.signOut(req, res),
      requestId: nameRequest(res),
    }),
    responseMeta: () => ({ headers: new Headers({ "cache-control": "no-store" }) }),
  });
  return (request: IncomingMessage, response: ServerResponse): void => handle(request, response);
}
