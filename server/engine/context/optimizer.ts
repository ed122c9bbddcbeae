import type { EpochMs } from "../ids.ts";
import type { Draft, Item } from "./draft.ts";
import type { Entry } from "./entry.ts";
import type { OptimizePolicy } from "./schema.ts";
import { isConstraint } from "./settings.ts";

/** Drops what outlived its time and what nothing has used for long. The task and the constraints stay. */
export function expire(draft: Draft, policy: OptimizePolicy, at: EpochMs, task: readonly string[]): void {
  for (const item of draft.items) {
    const { key } = item.entry;
    if (task.includes(key) || isConstraint(key)) continue;
    if (isExpired(item.entry, at)) draft.drop(item, "expired", "its lifetime is over");
    else if (!item.pinned && isIdle(item.entry, policy.idleMs, at))
      draft.drop(item, "idle", `nothing has used it for ${policy.idleMs} ms`);
  }
}

export function isExpired({ expiresAt }: Entry, at: EpochMs): boolean {
  return expiresAt !== undefined && expiresAt <= at;
}

/** What nothing has used for a while goes on as a reference only: no tokens, and still within reach. */
export function archive(draft: Draft, policy: OptimizePolicy, at: EpochMs): void {
  for (const item of draft.live()) {
    if (item.state !== "kept" || item.pinned || item.entry.archived) continue;
    if (isIdle(item.entry, policy.archiveAfterMs, at)) archiveItem(item);
  }
}

function archiveItem(item: Item): void {
  item.entry = { ...item.entry, archived: true };
  item.did = "archived";
  item.by = "archive";
}

function isIdle({ at, usedAt }: Entry, limitMs: number | undefined, now: EpochMs): boolean {
  return limitMs !== undefined && now - Math.max(at, usedAt ?? at) >= limitMs;
}

/** Notes the use of what the child's graph reads. Only where a policy looks at it: else entries stay shared as they are. */
export function noteUse(draft: Draft, policy: OptimizePolicy, at: EpochMs, reads: ReadonlySet<string>): void {
  if (policy.idleMs === undefined && policy.archiveAfterMs === undefined) return;
  for (const item of draft.live()) {
    if (item.state === "kept" && reads.has(item.entry.key)) item.entry = { ...item.entry, usedAt: at };
  }
}
