import type { Auth } from "./auth/auth.ts";
import type { Services } from "./services/context.ts";

/** What pages, which Next bundles apart from the server, may reach of it. */
export type Server = {
  readonly services: Services;
  readonly auth: Auth;
  /** Whether the page of all parts is served. */
  readonly parts: boolean;
};

/** Next loads its own copy of every module, so a module variable would be two. */
const KEY = Symbol.for("banyan.server");
type Slot = { [KEY]?: Server };

export function setServer(server: Server): void {
  (globalThis as Slot)[KEY] = server;
}

/** @throws when called outside `server/main.ts`, such as while pages are built. */
export function getServer(): Server {
  const server = (globalThis as Slot)[KEY];
  if (!server)
    throw new Error("The server is not running in this process. Pages that need it await connection().");
  return server;
}
