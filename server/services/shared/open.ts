import { findShareLink, touchShareLink } from "#db/queries/share-links";
import { hashOf, isSecretShaped } from "#server/auth/secrets";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { stateOf } from "../share/views.ts";
import type { Caller } from "../types.ts";
import type { Share, ShareState } from "../types-shares.ts";

const ENDED: Readonly<Record<Exclude<ShareState, "open">, string>> = {
  expired: "This link has expired. Ask the person who sent it for a new one.",
  revoked: "This link was taken back. Ask the person who sent it for a new one.",
  withdrawn: "The person who made this link may no longer share. Ask somebody else for a new one.",
};
const UNKNOWN = "There is no such link. It may have been cut off when it was copied: ask for it again.";

/** What a token opens; else why it opens nothing. */
export async function openShare({ db }: Pick<Services, "db">, token: unknown): Promise<Share> {
  const found = isSecretShaped(token) ? await findShareLink(db.sql, hashOf(token)) : null;
  if (!found) throw closed("unknown", UNKNOWN);
  const state = stateOf(found);
  if (state !== "open") throw closed(state, ENDED[state]);
  await touchShareLink(db.sql, found.id);
  const { id, treeId, names, values, expiresAt } = found;
  return { id, treeId, names, values, expiresAt: expiresAt.toISOString() };
}

function closed(state: string, message: string): ServiceError {
  return new ServiceError("NOT_FOUND", message, [{ path: "/link", message: state }]);
}

/** As whom services are asked on behalf of a link, of its own tree only. */
export function readerOf({ id }: Share): Caller {
  return { actor: { kind: "token", id, name: "shared link" }, role: "viewer" };
}

/** A link opens one tree: any other is not there. */
export function ownTree(share: Share, treeId: string): string {
  if (treeId !== share.treeId) throw new ServiceError("NOT_FOUND", `There is no tree "${treeId}".`);
  return treeId;
}
