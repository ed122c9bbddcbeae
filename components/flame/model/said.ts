import { nameOf, standsAs, type TreeStore } from "../../tree";
import { formatCount, formatDuration } from "../../ui/format";

type Told = Pick<TreeStore, "forest" | "tree">;

/**
 * A box in words: nothing runs in a paused tree.
 * @param at An open run has lasted until then; `null` = until now.
 */
export function saidOf({ forest, tree }: Told, no: number, at: number | null): string {
  const row = forest.rows[no];
  if (!row) return "";
  const standing = standsAs(forest, row, tree?.paused ?? false);
  const length = formatDuration((row.endedAt ?? at ?? Date.now()) - row.startedAt);
  const tokens = row.tokens > 0 ? ` · ${formatCount(row.tokens)} tokens` : "";
  return `${nameOf(row)} · ${standing.toLowerCase()} · ${length}${tokens}`;
}
