import type { Sql } from "../client.ts";
import type { InvitationRecord } from "../rows.ts";

export type InvitationDraft = Pick<InvitationRecord, "id" | "hash" | "note" | "role" | "invitedBy"> & {
  readonly lifetimeMs: number;
};
/** With the person whose rights it carries; `role` is what that person could give away at the moment. */
export type OpenInvitation = InvitationRecord & { readonly inviter: string; readonly inviterRole: string };

export async function createInvitation(sql: Sql, draft: InvitationDraft): Promise<void> {
  const { id, hash, note, role, invitedBy, lifetimeMs } = draft;
  await sql`
    insert into invitations (id, hash, note, role, invited_by, expires_at)
    values (${id}, ${hash}, ${note}, ${role}, ${invitedBy}, now() + ${lifetimeMs}::float8 * interval '1 millisecond')`;
}

/** Invitations that can still be accepted, newest first. */
export function listInvitations(sql: Sql): Promise<OpenInvitation[]> {
  return sql<OpenInvitation[]>`
    select i.*, u.name as inviter, u.role as inviter_role from invitations i join users u on u.id = i.invited_by
    where i.accepted_at is null and i.expires_at > now() and u.disabled_at is null
    order by i.created_at desc, i.id`;
}

/** `null`: unknown, used, revoked or expired, or the person who made it is disabled. */
export async function findInvitation(sql: Sql, hash: string): Promise<OpenInvitation | null> {
  const [row] = await sql<OpenInvitation[]>`
    select i.*, u.name as inviter, u.role as inviter_role from invitations i join users u on u.id = i.invited_by
    where i.hash = ${hash} and i.accepted_at is null and i.expires_at > now() and u.disabled_at is null`;
  return row ?? null;
}

/** Uses an invitation up; `false` = somebody else did. */
export async function acceptInvitation(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql`
    update invitations set accepted_at = now()
    where id = ${id} and accepted_at is null and expires_at > now() returning id`;
  return rows.length > 0;
}

/** Answers what was revoked; `null`: there was none that could still be accepted. */
export async function revokeInvitation(sql: Sql, id: string): Promise<InvitationRecord | null> {
  const [row] = await sql<InvitationRecord[]>`
    delete from invitations where id = ${id} and accepted_at is null returning *`;
  return row ?? null;
}
