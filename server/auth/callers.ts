import type { Database } from "#db/client";
import { findApiToken, touchApiToken } from "#db/queries/api-tokens";
import { findSession, touchSession } from "#db/queries/sessions";
import { isRole, lowerRole } from "../services/permissions/actions.ts";
import type { Caller } from "../services/types.ts";
import { SESSION_IDLE_MS } from "./open-session.ts";
import { hashOf, isSecretShaped } from "./secrets.ts";

/** Somebody known, and the way to note that they were here. */
export type Found = { readonly caller: Caller; readonly touch: (address: string | null) => Promise<void> };

/** A token has its own role, or its creator's where that is less by now. */
export async function findByToken(db: Database, token: string | null): Promise<Found | null> {
  if (!isSecretShaped(token)) return null;
  const row = await findApiToken(db.sql, hashOf(token));
  if (!row || !isRole(row.role)) return null;
  const { id, name, createdBy, creatorRole } = row;
  if (createdBy !== null && (creatorRole === null || !isRole(creatorRole))) return null;
  const role = creatorRole !== null && isRole(creatorRole) ? lowerRole(row.role, creatorRole) : row.role;
  const person = createdBy === null ? {} : { personId: createdBy };
  return {
    caller: { actor: { kind: "token", id, name }, role, ...person },
    touch: (address) => touchApiToken(db.sql, id, address),
  };
}

export async function findBySession(db: Database, cookie: string | null): Promise<Found | null> {
  if (!isSecretShaped(cookie)) return null;
  const hash = hashOf(cookie);
  const session = await findSession(db.sql, hash, SESSION_IDLE_MS);
  if (!session || !isRole(session.user.role)) return null;
  const { id, name, role } = session.user;
  return {
    caller: { actor: { kind: "user", id, name }, role, personId: id, sessionId: session.id },
    touch: () => touchSession(db.sql, hash),
  };
}

export function bearer(authorization: string): string | null {
  return /^Bearer (\S+)$/i.exec(authorization)?.[1] ?? null;
}
