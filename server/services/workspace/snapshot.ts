import { withTransaction } from "#db/client";
import { countOpenTrees, openTreeRows } from "#db/queries/open-tree-rows";
import { workspaceBounds } from "#db/queries/workspace-events";
import type { WorkspaceSnapshot } from "#server/engine/live/workspace-wire";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";
import { openRun } from "./events.ts";

const SHOWN = 200;

/**
 * What goes on in the workspace, and the seq that a live subscription goes on from. Changes that have no seq yet may
 * be in it already; the events that tell them are then no news, as their version says.
 */
export function workspaceSnapshot({ db, incarnation }: Services, caller: Caller): Promise<WorkspaceSnapshot> {
  authorize(caller, "run.read");
  return withTransaction(
    db,
    async (tx) => {
      const { head } = await workspaceBounds(tx);
      const open = await openTreeRows(tx, SHOWN);
      const openTotal = open.length < SHOWN ? open.length : await countOpenTrees(tx);
      return { incarnation, seq: head, open: open.map(openRun), openTotal };
    },
    "isolation level repeatable read read only",
  );
}
