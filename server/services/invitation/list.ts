import { listInvitations } from "#db/queries/invitations";
import type { InvitationRow } from "../access-types.ts";
import { invitationRow } from "../access-views.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";

/** Invitations that can still be accepted. */
export async function openInvitations(
  { db }: Pick<Services, "db">,
  caller: Caller,
): Promise<readonly InvitationRow[]> {
  authorize(caller, "invitation.read");
  return (await listInvitations(db.sql)).map(invitationRow);
}
