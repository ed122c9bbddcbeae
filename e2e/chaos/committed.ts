import { readFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { eventsIn } from "#db/event-text";
import type { LoggedCall } from "./check.ts";

/**
 * Asked right after a kill, of the database that outlives it: the effectful calls that the tasks have seen and whose
 * start is not committed. Commit before act means there is none at any moment.
 */
export async function uncommittedCalls(dataDir: string, calls: readonly LoggedCall[]): Promise<string[]> {
  const seen = calls.filter(({ phase, pure }) => phase === "start" && !pure);
  const trees = [...new Set(seen.map(({ runId }) => treeOf(runId)))];
  if (trees.length === 0) return [];
  const committed = await committedStarts(dataDir, trees);
  return seen
    .map(
      ({ runId, node, item, attempt, delivery }) => `${runId}/${node}/${item ?? "-"}/${attempt}/${delivery}`,
    )
    .filter((call) => !committed.has(call))
    .map((call) => `at the kill a task had been called without a committed start: ${call}`);
}

async function committedStarts(dataDir: string, trees: readonly string[]): Promise<Set<string>> {
  const sql = postgres(addressOf(dataDir), { max: 1 });
  try {
    const rows = await sql`select tree_id, events from journal where tree_id = any(${trees}::uuid[])`;
    return new Set(rows.flatMap(({ tree_id, events }) => startsOf(String(tree_id), String(events))));
  } finally {
    await sql.end();
  }
}

function startsOf(tree: string, row: string): string[] {
  return eventsIn(row).flatMap((event) => {
    if (event.type !== "AttemptStarted") return [];
    const { run, node, item, attempt, delivery } = event;
    return [`${run === 0 ? tree : `${tree}.${run}`}/${node}/${item ?? "-"}/${attempt}/${delivery}`];
  });
}

const treeOf = (runId: string) => runId.split(".")[0] ?? runId;

/** Of the embedded Postgres, which outlives a killed server. It tells its port in the fourth line of its lock file. */
export function addressOf(dataDir: string): string {
  const password = readFileSync(join(dataDir, "postgres.password"), "utf8").trim();
  const port = readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8")
    .split("\n")[3]
    ?.trim();
  return `postgres://banyan:${password}@127.0.0.1:${port}/banyan`;
}
