import type { IncomingMessage, ServerResponse } from "node:http";
import type { Caller } from "../services/types.ts";

/** What the faces need of `server/auth`. */
export type Auth = {
  /** From the session cookie or the bearer token of a request; `null` = nobody known. */
  readonly callerOf: (request: IncomingMessage) => Promise<Caller | null>;
  /** Ends the session of a request, if it has one, and clears its cookie. */
  readonly signOut: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
};
