import type { IncomingMessage, ServerResponse } from "node:http";
import { TRPCError } from "@trpc/server";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import type { Services } from "../../services/context.ts";
import { openShare } from "../../services/shared/open.ts";
import { Pace } from "../../services/shared/pace.ts";
import { nameRequest } from "../request-id.ts";
import { sharedRouter } from "./router.ts";

const MAX_BATCH = 10;
/** Of one address: a page that follows a tree and is scrubbed through asks far less often. */
const ASKS_A_MINUTE = 600;
/** Tokens of which none opens anything, tried from one address. */
const MISSES_A_MINUTE = 20;
/** In a header, so that no log of addresses has it. */
const TOKEN_HEADER = "x-banyan-share";

/** Serves the pages behind links, below `/api/shared/trpc/`. */
export function createSharedHandler(services: Services) {
  const asks = new Pace(ASKS_A_MINUTE);
  const misses = new Pace(MISSES_A_MINUTE);
  const handle = createHTTPHandler({
    router: sharedRouter,
    basePath: "/api/shared/trpc/",
    maxBatchSize: MAX_BATCH,
    createContext: async ({ req, res }) => {
      const from = req.socket.remoteAddress ?? "";
      const allowed = asks.take(from) && !misses.isSpent(from);
      const opened = allowed
        ? openShare(services, req.headers[TOKEN_HEADER]).catch((error: unknown) => {
            misses.take(from);
            throw error;
          })
        : Promise.reject(tooMany());
      opened.catch(() => undefined);
      return { services, open: () => opened, requestId: nameRequest(res) };
    },
    responseMeta: () => ({ headers: new Headers({ "cache-control": "no-store" }) }),
  });
  return (request: IncomingMessage, response: ServerResponse): void => handle(request, response);
}

function tooMany(): TRPCError {
  const message = "Too many requests came from your address. Wait a minute.";
  return new TRPCError({ code: "TOO_MANY_REQUESTS", message });
}
