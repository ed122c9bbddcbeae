import type { Role } from "./types.ts";

/** What is told of people and of their ways in. Instants are ISO 8601 in UTC; no hash and no secret is among it. */

export type UserRow = {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly role: Role;
  readonly disabled: boolean;
  /** Without one only links on the machine itself sign this person in. */
  readonly hasPassword: boolean;
  readonly sessions: number;
  readonly createdAt: string;
  readonly lastSeenAt: string | null;
};

export type SessionRow = {
  readonly id: string;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly expiresAt: string;
  /** The one that asks. */
  readonly current: boolean;
};

export type TokenRow = {
  readonly id: string;
  readonly name: string;
  /** What it was given. */
  readonly role: Role;
  /** What it has at the moment: never more than its creator; `null` = nothing, for its creator is disabled. */
  readonly effectiveRole: Role | null;
  /** `null` = the server itself. */
  readonly createdBy: { readonly id: string; readonly name: string } | null;
  readonly createdAt: string;
  /** `null` = never. */
  readonly expiresAt: string | null;
  readonly expired: boolean;
  readonly lastUsedAt: string | null;
  readonly lastUsedAddress: string | null;
};
/** `token` is shown this once. */
export type CreatedToken = { readonly token: string } & TokenRow;

export type InvitationRow = {
  readonly id: string;
  readonly note: string | null;
  readonly role: Role;
  readonly invitedBy: { readonly id: string; readonly name: string };
  readonly createdAt: string;
  readonly expiresAt: string;
};
/** `token` is shown this once; the link is `<address>/invite?token=…`. */
export type CreatedInvitation = InvitationRow & { readonly token: string };

export type AuditRow = {
  readonly id: number;
  readonly at: string;
  readonly actorKind: string;
  readonly actorId: string;
  readonly actor: string;
  readonly action: string;
  readonly object: string;
  readonly detail: string | null;
};

export type Account = {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly role: Role;
  readonly hasPassword: boolean;
};
export type Done = { readonly done: true };
export const DONE: Done = { done: true };
export type Ended = { readonly ended: number };
