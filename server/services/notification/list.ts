import { notableEvents, readMarks } from "#db/queries/notifications";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { type NotificationsInput, SECTIONS } from "../inputs.ts";
import type { Caller } from "../types.ts";
import { workspaceEvent } from "../workspace/events.ts";
import type { NotificationPage } from "../workspace-types.ts";

/** What happened that is worth the caller's attention, newest first. The cursor is the seq of the last one. */
export async function listNotifications(
  { db }: Services,
  caller: Caller,
  { cursor, limit }: NotificationsInput,
): Promise<NotificationPage> {
  authorize(caller, "notification.read");
  const userId = caller.actor.id;
  const before = cursor ? checkedCursor(cursor) : Number.MAX_SAFE_INTEGER;
  const marks = await readMarks(db.sql, userId, SECTIONS);
  const seen = marks.get("inbox") ?? 0;
  const rows = await notableEvents(db.sql, userId, { before, limit: limit + 1 });
  const page = rows.slice(0, limit);
  return {
    data: page.map((row) => ({
      seq: row.seq,
      at: row.at.toISOString(),
      reason: row.reason,
      unread: row.seq > seen,
      event: workspaceEvent(row),
    })),
    nextCursor: rows.length > limit ? String(page.at(-1)?.seq) : null,
    seen,
  };
}

function checkedCursor(cursor: string): number {
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  const message = "This is no cursor of this list. Pass the nextCursor of the page before, unchanged.";
  throw new ServiceError("VALIDATION", message, [{ path: "/cursor", message }]);
}
