import { uuidv7 } from "uuidv7";
import { withTransaction } from "#db/client";
import { createInvitation, findInvitation } from "#db/queries/invitations";
import { hashOf, newSecret } from "#server/auth/secrets";
import { hoursToMs } from "../access-inputs.ts";
import type { CreatedInvitation } from "../access-types.ts";
import { invitationRow } from "../access-views.ts";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { mayGive, personBehind } from "../person.ts";
import type { Caller, Role } from "../types.ts";

type Wanted = { readonly role: Role; readonly note?: string | undefined; readonly hours: number };

/** Makes a link with which one person can join. Its answer is the only place where the link is to be seen. */
export async function invite(
  { db }: Pick<Services, "db">,
  caller: Caller,
  { role, note, hours }: Wanted,
): Promise<CreatedInvitation> {
  authorize(caller, "invitation.create");
  mayGive(caller, role);
  const token = newSecret();
  const id = uuidv7();
  const row = await withTransaction(db, async (tx) => {
    const invitedBy = await personBehind(tx, caller);
    const draft = {
      id,
      hash: hashOf(token),
      note: note ?? null,
      role,
      invitedBy,
      lifetimeMs: hoursToMs(hours),
    };
    await createInvitation(tx, draft);
    const forWhom = note === undefined ? "" : `${note}: `;
    await audit(
      tx,
      caller,
      "invitation.create",
      `invitations/${id}`,
      `${forWhom}${role}, for ${hours} hours`,
    );
    return findInvitation(tx, draft.hash);
  });
  if (!row) throw new Error("The invitation was not stored.");
  return { ...invitationRow(row), token };
}
