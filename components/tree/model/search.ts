import type { RunRow } from "#server/engine/live/wire";
import { type Forest, nameOf } from "./forest";
import type { Line } from "./view";

export type Found = { readonly lines: readonly Line[]; readonly matches: readonly number[] };

/**
 * Runs whose name, workflow, node, state, wait or failure holds every word of the query, with the runs above them
 * (dimmed). Collapse does not apply to what is found.
 */
export function search(forest: Forest, query: string): Found {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const matches: number[] = [];
  const keep = new Map<number, boolean>();
  for (const row of forest.rows) {
    if (!row || !matchesAll(row, words)) continue;
    matches.push(row.no);
    keepPath(forest, row, keep);
  }
  return { lines: foundLines(forest, keep), matches };
}

function matchesAll(row: RunRow, words: readonly string[]): boolean {
  const text = `${nameOf(row)} #${row.no} ${row.slug} ${row.node ?? ""} ${row.status} ${row.failure?.code ?? ""} ${row.failure?.message ?? ""}`;
  const lower = `${text} ${waitsOf(row)}`.toLowerCase();
  return words.every((word) => lower.includes(word));
}

/** What it waits for: `approval`, `signal go`, `person`. */
function waitsOf({ endedAt, parked, notes }: RunRow): string {
  if (endedAt !== null) return "";
  const waits = (notes?.waits ?? []).map(({ kind, name }) => `${kind} ${name ?? ""}`);
  return [...waits, ...(parked > 0 ? ["person"] : [])].join(" ");
}

function keepPath(forest: Forest, row: RunRow, keep: Map<number, boolean>): void {
  keep.set(row.no, true);
  for (let no = row.parent; no !== null && !keep.has(no); no = forest.rows[no]?.parent ?? null)
    keep.set(no, false);
}

function foundLines(forest: Forest, keep: ReadonlyMap<number, boolean>): Line[] {
  const children = new Map<number, number[]>();
  for (const no of [...keep.keys()].sort((a, b) => a - b)) {
    const parent = forest.rows[no]?.parent;
    if (parent === null || parent === undefined) continue;
    const list = children.get(parent);
    if (list) list.push(no);
    else children.set(parent, [no]);
  }
  const lines: Line[] = [];
  const visit = (no: number, level: number): void => {
    lines.push({ kind: "run", key: `r${no}`, no, level, dimmed: !keep.get(no) });
    for (const child of children.get(no) ?? []) visit(child, level + 1);
  };
  if (keep.has(0)) visit(0, 0);
  return lines;
}
