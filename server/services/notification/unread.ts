import { countUnread, readMarks } from "#db/queries/notifications";
import { workspaceBounds } from "#db/queries/workspace-events";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { SECTIONS } from "../inputs.ts";
import type { Caller } from "../types.ts";
import type { UnreadMarks } from "../workspace-types.ts";

const CAP = 100;

/** Marks of the sidebar: how much there is that the caller has not seen. */
export async function unreadMarks({ db }: Services, caller: Caller): Promise<UnreadMarks> {
  authorize(caller, "notification.read");
  const userId = caller.actor.id;
  const { head } = await workspaceBounds(db.sql);
  const marks = await readMarks(db.sql, userId, SECTIONS);
  const seen = {
    inbox: marks.get("inbox") ?? head,
    runs: marks.get("runs") ?? head,
    workflows: marks.get("workflows") ?? head,
  };
  return { head, ...(await countUnread(db.sql, userId, { seen, cap: CAP })) };
}
