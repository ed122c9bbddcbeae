import type { TokenWithCreator } from "#db/queries/api-tokens";
import type { OpenInvitation } from "#db/queries/invitations";
import type { ListedUser } from "#db/queries/users";
import type { AuditRecord, SessionRecord, UserRecord } from "#db/rows";
import type { Account, AuditRow, InvitationRow, SessionRow, TokenRow, UserRow } from "./access-types.ts";
import { isRole, lowerRole } from "./permissions/actions.ts";
import type { Role } from "./types.ts";

const isoOrNull = (at: Date | null) => at?.toISOString() ?? null;

/** A role that this version does not know allows nothing beyond the least. */
function roleOf(stored: string): Role {
  return isRole(stored) ? stored : "viewer";
}

export function userRow(user: ListedUser): UserRow {
  const { id, name, email, role, sessions } = user;
  return {
    id,
    name,
    email,
    role: roleOf(role),
    disabled: user.disabledAt !== null,
    hasPassword: user.passwordHash !== null,
    sessions,
    createdAt: user.createdAt.toISOString(),
    lastSeenAt: isoOrNull(user.lastSeenAt),
  };
}

export function accountOf({ id, name, email, role, passwordHash }: UserRecord): Account {
  return { id, name, email, role: roleOf(role), hasPassword: passwordHash !== null };
}

export function sessionRow(session: SessionRecord, current: string | undefined): SessionRow {
  const { id, address, userAgent } = session;
  return {
    id,
    address,
    userAgent,
    createdAt: session.createdAt.toISOString(),
    lastSeenAt: session.lastSeenAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
    current: id === current,
  };
}

export function tokenRow(token: TokenWithCreator): TokenRow {
  const { id, name, createdBy, creatorName, creatorRole, creatorDisabled, lastUsedAddress, expiresAt } =
    token;
  const role = roleOf(token.role);
  const held = creatorRole === null ? role : lowerRole(role, roleOf(creatorRole));
  return {
    id,
    name,
    role,
    effectiveRole: creatorDisabled ? null : held,
    createdBy: createdBy === null ? null : { id: createdBy, name: creatorName ?? "" },
    createdAt: token.createdAt.toISOString(),
    expiresAt: isoOrNull(expiresAt),
    expired: expiresAt !== null && expiresAt.getTime() <= Date.now(),
    lastUsedAt: isoOrNull(token.lastUsedAt),
    lastUsedAddress,
  };
}

export function invitationRow(invitation: OpenInvitation): InvitationRow {
  const { id, note, role, invitedBy, inviter } = invitation;
  return {
    id,
    note,
    role: roleOf(role),
    invitedBy: { id: invitedBy, name: inviter },
    createdAt: invitation.createdAt.toISOString(),
    expiresAt: invitation.expiresAt.toISOString(),
  };
}

export function auditRow(entry: AuditRecord): AuditRow {
  const { id, at, actorKind, actorId, actorName, action, object, detail } = entry;
  return { id, at: at.toISOString(), actorKind, actorId, actor: actorName, action, object, detail };
}
