import type { IncomingMessage, ServerResponse } from "node:http";
import { uuidv7 } from "uuidv7";
import { type Database, withTransaction } from "#db/client";
import { createApiToken, listApiTokens, revokeApiToken } from "#db/queries/api-tokens";
import { insertAudit } from "#db/queries/insert-audit";
import { findSession, revokeSession } from "#db/queries/sessions";
import { createSignInLink } from "#db/queries/sign-in-links";
import type { Actor } from "../engine/run/events.ts";
import type { Caller, Role } from "../services/types.ts";
import { bearer, type Found, findBySession, findByToken } from "./callers.ts";
import { type CookieStyle, clearSessionCookie, sessionCookie } from "./cookies.ts";
import type { Door, Entry } from "./entry.ts";
import { type Joining, join, type Looked, lookAtInvitation } from "./join.ts";
import { SESSION_LIFETIME_MS } from "./open-session.ts";
import { resetPassword } from "./reset-password.ts";
import { hashOf, isSecretShaped, newApiToken, newSecret } from "./secrets.ts";
import { type Credentials, redeemLink, signInWithPassword } from "./sign-in.ts";
import { addressOf, type Visit } from "./visit.ts";

const LINK_LIFETIME_MS = 30 * 60_000;

type Headers = {
  readonly cookie?: string | undefined;
  readonly authorization?: string | undefined;
};

type TokenOptions = {
  readonly name: string;
  readonly role: Role;
  /** Who makes it. */
  readonly actor: Actor;
  /** Absent = a random one. */
  readonly token?: string;
};

export type Auth = {
  readonly style: CookieStyle;
  /** A token for one sign-in, or for one new password, within 30 minutes. */
  readonly issueSignInLink: (userId: string) => Promise<string>;
  readonly redeem: (token: unknown, visit: Visit) => Promise<Entry>;
  readonly signIn: (credentials: Credentials, visit: Visit) => Promise<Entry>;
  readonly invitation: (token: unknown, visit: Visit) => Promise<Looked>;
  readonly join: (joining: Joining, visit: Visit) => Promise<Entry>;
  readonly reset: (
    given: { readonly token: unknown; readonly password: unknown },
    visit: Visit,
  ) => Promise<Entry>;
  /** Never throws for a bad credential; `null` = nobody known. A token that is no good is not made up for by a cookie. */
  readonly callerFrom: (credentials: Headers) => Promise<Caller | null>;
  /** The same, but it does not count as use: a tab left open must not keep its session from going idle. */
  readonly peek: (credentials: Headers) => Promise<Caller | null>;
  readonly callerOf: (request: IncomingMessage) => Promise<Caller | null>;
  /** Ends the session of a request, if it has one, and clears its cookie. */
  readonly signOut: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** For the server itself; people make theirs with a service. The only time that the token is to be seen. */
  readonly createApiToken: (options: TokenOptions) => Promise<string>;
  readonly revokeApiTokens: (name: string) => Promise<void>;
};

/** Who someone is. What they may do is the services' to decide. */
export function createAuth(db: Database, style: CookieStyle = { secure: false }): Auth {
  const door: Door = { db, style };
  const find = ({ cookie, authorization }: Headers): Promise<Found | null> =>
    authorization === undefined
      ? findBySession(db, sessionCookie(cookie, style))
      : findByToken(db, bearer(authorization));
  const use = async (headers: Headers, address: string | null): Promise<Caller | null> => {
    const found = await find(headers);
    await found?.touch(address);
    return found?.caller ?? null;
  };
  return {
    style,
    issueSignInLink: async (userId) => {
      const token = newSecret();
      await createSignInLink(db.sql, { hash: hashOf(token), userId, lifetimeMs: LINK_LIFETIME_MS });
      return token;
    },
    redeem: (token, visit) => redeemLink(door, token, visit),
    signIn: (credentials, visit) => signInWithPassword(door, credentials, visit),
    invitation: (token, visit) => lookAtInvitation(door, token, visit),
    join: (joining, visit) => join(door, joining, visit),
    reset: (given, visit) => resetPassword(door, given, visit),
    callerFrom: (headers) => use(headers, null),
    peek: async (headers) => (await find(headers))?.caller ?? null,
    callerOf: ({ headers, socket }) => use(headers, addressOf(socket.remoteAddress)),
    signOut: async (request, response) => {
      await signOut(db, sessionCookie(request.headers.cookie, style));
      response.setHeader("set-cookie", clearSessionCookie(style));
      // Not "cookies": that would sign people out of every other program on localhost.
      response.setHeader("clear-site-data", '"cache", "storage"');
    },
    createApiToken: (options) => addApiToken(db, options),
    revokeApiTokens: async (name) => {
      const named = (await listApiTokens(db.sql)).filter(
        (token) => token.name === name && token.createdBy === null,
      );
      for (const { id } of named) await revokeApiToken(db.sql, id);
    },
  };
}

async function signOut(db: Database, cookie: string | null): Promise<void> {
  if (!isSecretShaped(cookie)) return;
  const hash = hashOf(cookie);
  await withTransaction(db, async (tx) => {
    const session = await findSession(tx, hash, SESSION_LIFETIME_MS);
    if (!(await revokeSession(tx, hash)) || !session) return;
    const { id, name } = session.user;
    await insertAudit(tx, {
      actor: { kind: "user", id, name },
      action: "session.end",
      object: `users/${id}`,
    });
  });
}

async function addApiToken(db: Database, options: TokenOptions): Promise<string> {
  const token = options.token ?? newApiToken();
  const { name, role, actor } = options;
  const id = uuidv7();
  await withTransaction(db, async (tx) => {
    await createApiToken(tx, { id, name, hash: hashOf(token), role, lifetimeMs: null });
    await insertAudit(tx, {
      actor,
      action: "token.create",
      object: `tokens/${id}`,
      detail: `${name} (${role})`,
    });
  });
  return token;
}
