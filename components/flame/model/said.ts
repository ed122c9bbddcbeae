import { nameOf, type TreeStore } from "../../tree";
import { formatCount, formatDuration } from "../../ui/format";
import { STATUS_WORD } from "../../ui/tone";

type Told = Pick<TreeStore, "forest" | "tree">;

/**
 * A box in words: nothing runs in a paused tree.
 * @param at An open run has lasted until then; `null` = until now.
 */
export function saidOf({ forest, tree }: Told, no: number, at: number | null): string {
  const row = forest.rows[no];
  if (!row) return "";
  const status = tree?.paused && row.status === "running" ? "paused" : row.status;
  const length = formatDuration((row.endedAt ?? at ?? Date.now()) - row.startedAt);
  const tokens = row.tokens > 0 ? ` · ${formatCount(row.tokens)} tokens` : "";
  return `${nameOf(row)} · ${STATUS_WORD[status].toLowerCase()} · ${length}${tokens}`;
}
