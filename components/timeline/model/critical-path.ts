import type { Forest } from "../../tree";

/** Part of the critical path: for this long everything waited for this run alone. */
export type Stretch = { readonly no: number; readonly from: number; readonly to: number };

/**
 * What the end of a tree waited for, backwards: of the runs below one, the last to end, then the last to end before
 * that one began, and so on; what lies between is the run's own. Looks at children of runs on the path only.
 */
export function criticalPath(forest: Forest, until: number): readonly Stretch[] {
  const root = forest.rows[0];
  const path: Stretch[] = [];
  if (root) walk(forest, { no: 0, end: root.endedAt ?? until, until, path });
  return path;
}

type Walk = { readonly no: number; readonly end: number; readonly until: number; readonly path: Stretch[] };

function walk(forest: Forest, { no, end, until, path }: Walk): void {
  const row = forest.rows[no];
  if (!row) return;
  let cursor = end;
  for (const child of lastFirst(forest, no, until)) {
    if (child.end > cursor || child.start >= cursor) continue;
    if (child.end < cursor) path.push({ no, from: child.end, to: cursor });
    walk(forest, { no: child.no, end: child.end, until, path });
    cursor = child.start;
    if (cursor <= row.startedAt) return;
  }
  if (cursor > row.startedAt) path.push({ no, from: row.startedAt, to: cursor });
}

type Child = { readonly no: number; readonly start: number; readonly end: number };

function lastFirst(forest: Forest, no: number, until: number): readonly Child[] {
  const children: Child[] = [];
  for (const { members } of forest.siblings[no]?.values() ?? [])
    for (const member of members) {
      const row = forest.rows[member];
      if (row) children.push({ no: member, start: row.startedAt, end: row.endedAt ?? until });
    }
  return children.sort((a, b) => b.end - a.end || b.start - a.start);
}
