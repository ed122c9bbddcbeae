import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Handler, UpgradeHandler } from "../http/front-door.ts";
import { StartProblem } from "./start-problem.ts";

const ROOT = join(import.meta.dirname, "..", "..");

export type Pages = {
  readonly handle: Handler;
  /** Hot reload; development only. */
  readonly upgrade?: UpgradeHandler;
  readonly close: () => Promise<void>;
};

/** Said before anything slow happens. */
export function refuseUnbuilt(dev: boolean): void {
  if (dev || existsSync(join(ROOT, ".next", "BUILD_ID"))) return;
  throw new StartProblem(
    "The pages are not built.",
    "Use `npm start`, which builds them, or run `npm run build` first.",
  );
}

/** The Next application inside this process, built before or compiled as it is asked for (`dev`). */
export async function openPages(options: {
  readonly dev: boolean;
  readonly hostname: string;
  readonly port: number;
}): Promise<Pages> {
  // Loaded only now: it reads NODE_ENV when it loads, and it is the slowest import of the start.
  const { default: next } = await import("next");
  const { createServer } = await import("node:http");
  // Next would listen to upgrades by itself; this server never listens, so only what passed the guard gets there.
  const app = next({ ...options, dir: ROOT, httpServer: createServer(), quiet: !options.dev });
  await app.prepare();
  const handle = app.getRequestHandler();
  const upgrade = options.dev ? app.getUpgradeHandler() : undefined;
  return {
    handle: (request, response) => handle(request, response),
    ...(upgrade ? { upgrade: (request, socket, head) => upgrade(request, socket as never, head) } : {}),
    close: () => app.close(),
  };
}
