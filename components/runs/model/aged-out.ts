const DAY_MS = 24 * 3_600_000;

/**
 * Whether a tree of that id may have been deleted because it is older than trees are kept. The id tells when the tree
 * began; days count from its end, so that of a tree that went on for long this is said a little early.
 * @param days After which ended trees are deleted; `null` = never.
 */
export function mayHaveAgedOut(treeId: string, days: number | null, now: number): boolean {
  const begun = begunAt(treeId);
  return days !== null && begun !== null && begun + days * DAY_MS < now;
}

/** The first 48 bits of a UUIDv7 are when it was made; `null` = it is none. */
function begunAt(treeId: string): number | null {
  const [, high, low] = /^([0-9a-f]{8})-([0-9a-f]{4})-7/.exec(treeId) ?? [];
  return high && low ? Number.parseInt(`${high}${low}`, 16) : null;
}
