import type { TreeSnapshot } from "#server/engine/live/wire";
import type { Services } from "../context.ts";
import type { TreeAtInput, TreeSpansInput } from "../inputs.ts";
import type { SharedTreeInput } from "../inputs-shares.ts";
import { type RunLevels, runLevels } from "../run/levels.ts";
import { type TreeAgents, treeAgents } from "../tree/agents.ts";
import { type TreeHistory, treeHistory } from "../tree/history.ts";
import { pastSnapshot } from "../tree/past-snapshot.ts";
import { treeSnapshot } from "../tree/snapshot.ts";
import { type TreeSpans, treeSpans } from "../tree/spans.ts";
import type { Share, SharedTree } from "../types-shares.ts";
import { ownTree, readerOf } from "./open.ts";
import { sharedHistory, sharedSnapshot } from "./redact.ts";

/** The tree as it is now, unless whoever asks has it already. */
export async function sharedTree(
  services: Services,
  share: Share,
  { after, status }: SharedTreeInput,
): Promise<SharedTree> {
  const snapshot = await treeSnapshot(services, readerOf(share), share);
  const known = snapshot.seq === after && snapshot.tree.status === status;
  return { snapshot: known ? null : sharedSnapshot(snapshot, share) };
}

export async function sharedPast(
  services: Services,
  share: Share,
  { treeId, at }: TreeAtInput,
): Promise<TreeSnapshot> {
  const asked = { treeId: ownTree(share, treeId), at };
  return sharedSnapshot(await pastSnapshot(services, readerOf(share), asked), share);
}

export async function sharedMoments(
  services: Services,
  share: Share,
  { treeId }: { readonly treeId: string },
): Promise<TreeHistory> {
  return sharedHistory(await treeHistory(services, readerOf(share), { treeId: ownTree(share, treeId) }));
}

export function sharedSpans(
  services: Services,
  share: Share,
  { treeId, runs }: TreeSpansInput,
): Promise<TreeSpans> {
  return treeSpans(services, readerOf(share), { treeId: ownTree(share, treeId), runs });
}

export function sharedAgents(
  services: Services,
  share: Share,
  { treeId }: { readonly treeId: string },
): Promise<TreeAgents> {
  return treeAgents(services, readerOf(share), { treeId: ownTree(share, treeId) });
}

export function sharedLevels(
  services: Services,
  share: Share,
  { id }: { readonly id: string },
): Promise<RunLevels> {
  return runLevels(services, readerOf(share), { id: ownTree(share, id) });
}
