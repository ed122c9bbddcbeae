import { markRead } from "#db/queries/notifications";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { MarkReadInput } from "../inputs.ts";
import type { Caller } from "../types.ts";
import type { UnreadMarks } from "../workspace-types.ts";
import { unreadMarks } from "./unread.ts";

/** The caller has seen a section up to a seq. Marks only move on. Answers with what is left. */
export async function markSectionRead(
  services: Services,
  caller: Caller,
  { section, seq }: MarkReadInput,
): Promise<UnreadMarks> {
  authorize(caller, "notification.read");
  await markRead(services.db.sql, { userId: caller.actor.id, section, seq });
  return await unreadMarks(services, caller);
}
