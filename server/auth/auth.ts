import type { IncomingMessage, ServerResponse } from "node:http";
import { uuidv7 } from "uuidv7";
import { type Database, withTransaction } from "#db/client";
import {
  type ApiTokenDraft,
  createApiToken,
  findApiToken,
  listApiTokens,
  revokeApiToken,
  touchApiToken,
} from "#db/queries/api-tokens";
import { insertAudit } from "#db/queries/insert-audit";
import { createSession, findSession, revokeSession, touchSession } from "#db/queries/sessions";
import { consumeSignInLink, createSignInLink } from "#db/queries/sign-in-links";
import { getUser } from "#db/queries/users";
import type { Actor } from "../engine/run/events.ts";
import type { Caller, Role } from "../services/types.ts";
import { clearSessionCookie, sessionCookie } from "./cookies.ts";
import { hashOf, isSecretShaped, newApiToken, newSecret } from "./secrets.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const LINK_LIFETIME_MS = 30 * MINUTE;
const SESSION_IDLE_MS = 12 * 60 * MINUTE;
export const SESSION_LIFETIME_MS = 30 * DAY;

const ROLES: readonly string[] = ["viewer", "operator", "editor", "admin", "owner"] satisfies Role[];

type Credentials = {
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
  /** A token for one sign-in within 30 minutes. */
  readonly issueSignInLink: (userId: string) => Promise<string>;
  /** Uses a link's token up and opens a session; `null` = unknown, used or expired. Answers the cookie's value. */
  readonly redeem: (token: unknown, previousCookie?: string) => Promise<string | null>;
  /** Never throws for a bad credential; `null` = nobody known. A token that is no good is not made up for by a cookie. */
  readonly callerFrom: (credentials: Credentials) => Promise<Caller | null>;
  /** The same, but it does not count as use: a tab left open must not keep its session from going idle. */
  readonly peek: (credentials: Credentials) => Promise<Caller | null>;
  readonly callerOf: (request: IncomingMessage) => Promise<Caller | null>;
  /** Ends the session of a request, if it has one, and clears its cookie. */
  readonly signOut: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** The only time that the token is to be seen. */
  readonly createApiToken: (options: TokenOptions) => Promise<string>;
  readonly revokeApiTokens: (name: string) => Promise<void>;
};

/** Who someone is. What they may do is the services' to decide. */
export function createAuth(db: Database): Auth {
  const find = (credentials: Credentials): Promise<Found | null> =>
    credentials.authorization === undefined
      ? findBySession(db, sessionCookie(credentials.cookie))
      : findByToken(db, bearer(credentials.authorization));
  const callerFrom = async (credentials: Credentials): Promise<Caller | null> => {
    const found = await find(credentials);
    await found?.touch();
    return found?.caller ?? null;
  };
  return {
    issueSignInLink: async (userId) => {
      const token = newSecret();
      await createSignInLink(db.sql, { hash: hashOf(token), userId, lifetimeMs: LINK_LIFETIME_MS });
      return token;
    },
    redeem: (token, previousCookie) => redeem(db, token, previousCookie),
    callerFrom,
    peek: async (credentials) => (await find(credentials))?.caller ?? null,
    callerOf: ({ headers }) => callerFrom({ cookie: headers.cookie, authorization: headers.authorization }),
    signOut: async (request, response) => {
      await endSession(db, sessionCookie(request.headers.cookie));
      response.setHeader("set-cookie", clearSessionCookie());
      // Not "cookies": that would sign people out of every other program on localhost.
      response.setHeader("clear-site-data", '"cache", "storage"');
    },
    createApiToken: (options) => addApiToken(db, options),
    revokeApiTokens: async (name) => {
      const named = (await listApiTokens(db.sql)).filter((token) => token.name === name);
      for (const { id } of named) await revokeApiToken(db.sql, id);
    },
  };
}

function bearer(authorization: string): string | null {
  return /^Bearer (\S+)$/i.exec(authorization)?.[1] ?? null;
}

type Found = { readonly caller: Caller; readonly touch: () => Promise<void> };

async function findByToken(db: Database, token: string | null): Promise<Found | null> {
  if (!isSecretShaped(token)) return null;
  const row = await findApiToken(db.sql, hashOf(token));
  if (!row || !isRole(row.role)) return null;
  const caller: Caller = { actor: { kind: "token", id: row.id, name: row.name }, role: row.role };
  return { caller, touch: () => touchApiToken(db.sql, row.id) };
}

async function findBySession(db: Database, cookie: string | null): Promise<Found | null> {
  if (!isSecretShaped(cookie)) return null;
  const hash = hashOf(cookie);
  const session = await findSession(db.sql, hash, SESSION_IDLE_MS);
  if (!session || !isRole(session.user.role)) return null;
  const { id, name, role } = session.user;
  return { caller: { actor: { kind: "user", id, name }, role }, touch: () => touchSession(db.sql, hash) };
}

/** Link, session and audit row live or die together: a crash in between must not burn the link. */
async function redeem(db: Database, token: unknown, previousCookie?: string): Promise<string | null> {
  if (!isSecretShaped(token)) return null;
  const cookie = newSecret();
  return withTransaction(db, async (tx) => {
    const userId = await consumeSignInLink(tx, hashOf(token));
    const user = userId === null ? null : await getUser(tx, userId);
    if (!user) return null;
    const previous = sessionCookie(previousCookie);
    if (previous !== null) await revokeSession(tx, hashOf(previous));
    await createSession(tx, { hash: hashOf(cookie), userId: user.id, lifetimeMs: SESSION_LIFETIME_MS });
    const actor: Actor = { kind: "user", id: user.id, name: user.name };
    await insertAudit(tx, { actor, action: "session.start", object: `users/${user.id}` });
    return cookie;
  });
}

async function endSession(db: Database, cookie: string | null): Promise<void> {
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
  const draft: ApiTokenDraft = { id: uuidv7(), name, hash: hashOf(token), role, expiresAt: null };
  await withTransaction(db, async (tx) => {
    await createApiToken(tx, draft);
    await insertAudit(tx, {
      actor,
      action: "token.create",
      object: `tokens/${draft.id}`,
      detail: `${name} (${role})`,
    });
  });
  return token;
}

function isRole(role: string): role is Role {
  return ROLES.includes(role);
}
