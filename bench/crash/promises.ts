import type { Database } from "#db/client";
import { checkJournal } from "#server/runtime/testing/check-journal";
import { journalOf } from "#server/runtime/testing/harness";
import type { OracleCall } from "#server/runtime/testing/scripted-executor";
import type { OutsideLine } from "../peers/outside.ts";

/** A call as Banyan's process notes it. */
export type OwnLine = OutsideLine & OracleCall;

/** Holds each tree's journal against what the outside saw. Every line is a broken promise. */
export async function brokenPromises(
  db: Database,
  {
    trees: count,
    kills,
    calls,
  }: { readonly trees: number; readonly kills: number; readonly calls: readonly OwnLine[] },
): Promise<readonly string[]> {
  const ofTree = grouped(calls, ({ tree }) => tree);
  const trees = await db.sql<{ id: string; status: string }[]>`select id, status from trees`;
  const problems: string[] = trees.length === count ? [] : [`${trees.length} trees of ${count}`];
  for (const { id: treeId, status } of trees) {
    const own = ofTree.get(treeId) ?? [];
    if (status !== "succeeded") problems.push(`tree ${treeId} is ${status}`);
    const rows = await journalOf(db, treeId);
    problems.push(...checkJournal({ treeId, rows, calls: own, startsWithoutCall: kills }), ...repeated(own));
  }
  return problems;
}

/** A delivery goes out once: as each has a committed start, and nothing starts after its result, no result is worked out again. */
function repeated(calls: readonly OracleCall[]): string[] {
  const seen = grouped(calls, ({ key, attempt, delivery }) => `${key}#${attempt}.${delivery}`);
  return [...seen]
    .filter(([, all]) => all.length > 1)
    .map(([key, all]) => `${key} went out ${all.length} times`);
}

function grouped<Line>(
  lines: readonly Line[],
  keyOf: (line: Line) => string | number,
): Map<string | number, Line[]> {
  const groups = new Map<string | number, Line[]>();
  for (const line of lines) {
    const group = groups.get(keyOf(line));
    if (group) group.push(line);
    else groups.set(keyOf(line), [line]);
  }
  return groups;
}
