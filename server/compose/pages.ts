import { createServer, type Server } from "node:http";
import { join } from "node:path";
import type { Env } from "../env.ts";
import type { Handler, UpgradeHandler } from "../http/front-door.ts";
import { sendRefusal } from "../http/refusal.ts";

const ROOT = join(import.meta.dirname, "..", "..");

export type Pages = {
  readonly handle: Handler;
  /** Hot reload; development only. */
  readonly upgrade?: UpgradeHandler;
  readonly close: () => Promise<void>;
};

/** For programs that only want the API. */
const NO_PAGES: Pages = {
  handle: (_, response) =>
    sendRefusal(response, {
      status: 404,
      code: "NOT_FOUND",
      title: "Not found",
      detail: "This server was started without pages (BANYAN_HEADLESS=1).",
    }),
  close: async () => undefined,
};

type Options = Pick<Env, "dev" | "headless" | "hostname"> & { readonly port: number };

/** The Next application inside this process, built before or compiled as it is asked for (`dev`). */
export async function openPages({ dev, headless, hostname, port }: Options): Promise<Pages> {
  if (headless) return NO_PAGES;
  // Loaded only now: it reads NODE_ENV when it loads, and it is the slowest import of the start.
  const { default: next } = await import("next");
  // Next takes upgrades from the server that it is given; this one never listens, so only what passed the guard gets there.
  const inner = createServer();
  const app = next({ dev, hostname, port, dir: ROOT, httpServer: inner, quiet: !dev });
  await app.prepare();
  const handle = app.getRequestHandler();
  return {
    handle: (request, response) => handle(request, response),
    ...(dev ? { upgrade: passedTo(inner) } : {}),
    close: () => app.close(),
  };
}

/** Before its first page Next does not listen yet; the browser then tries again. */
function passedTo(inner: Server): UpgradeHandler {
  return (request, socket, head) => {
    if (!inner.emit("upgrade", request, socket, head)) socket.destroy();
  };
}
