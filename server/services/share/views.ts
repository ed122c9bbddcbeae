import type { ListedShareLink } from "#db/queries/share-links";
import { isAllowed, isRole } from "../permissions/actions.ts";
import type { ShareLink, ShareState } from "../types-shares.ts";

/** A link carries no more than its maker has at the moment. */
export function stateOf(link: ListedShareLink): ShareState {
  if (link.revokedAt !== null) return "revoked";
  if (link.expired) return "expired";
  const { creatorRole: role, creatorDisabled } = link;
  return !creatorDisabled && isRole(role) && isAllowed(role, "share.create") ? "open" : "withdrawn";
}

export function shareLink(link: ListedShareLink): ShareLink {
  const { id, treeId, slug, label, names, values, createdBy, creatorName } = link;
  return {
    id,
    treeId,
    workflow: slug,
    label,
    names,
    values,
    createdBy: { id: createdBy, name: creatorName },
    createdAt: link.createdAt.toISOString(),
    expiresAt: link.expiresAt.toISOString(),
    lastUsedAt: link.lastUsedAt?.toISOString() ?? null,
    state: stateOf(link),
  };
}
