import { listShareLinks } from "#db/queries/share-links";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { findRun } from "../run/find-run.ts";
import type { Caller } from "../types.ts";
import type { ShareLink } from "../types-shares.ts";
import { shareLink } from "./views.ts";

const MOST = 200;

/** Links to the tree of a run, or to all trees; those that have ended too, for a while. */
export async function listShares(
  services: Services,
  caller: Caller,
  { id }: { readonly id?: string | undefined },
): Promise<readonly ShareLink[]> {
  authorize(caller, "share.read");
  const treeId = id === undefined ? null : (await findRun(services, id)).tree.id;
  return (await listShareLinks(services.db.sql, treeId, MOST)).map(shareLink);
}
