import { expect, test } from "vitest";
import { newTree, nextEvent } from "../testing/fixtures.ts";
import { cloneDatabase } from "../testing/template-database.ts";
import { appendBatch } from "./append-batch.ts";
import { readJournal } from "./read-journal.ts";
import { readShortJournals } from "./read-short-journals.ts";

const { sql } = await cloneDatabase();

async function started(changes: Parameters<typeof newTree>[0] = {}): Promise<string> {
  const entry = newTree(changes);
  expect((await appendBatch(sql, [entry])).refused).toEqual([]);
  return entry.treeId;
}

test("short journals of many trees come whole and in order, each as when it is read alone", async () => {
  const ids = [await started(), await started(), await started()];
  for (const id of ids.slice(1)) for (const head of [1, 2, 3]) await appendBatch(sql, [nextEvent(id, head)]);
  const journals = await readShortJournals(sql, ids);
  expect([...journals.keys()].toSorted()).toEqual(ids.toSorted());
  for (const id of ids) expect(journals.get(id)).toEqual(await readJournal(sql, id, { afterSeq: 0 }));
});

test("a long journal and one with a snapshot are left out", async () => {
  const [short, long, snapshot] = [
    await started(),
    await started({ events: JSON.stringify([{ text: "x".repeat(100_000) }]) }),
    await started(),
  ];
  await sql`insert into snapshots (tree_id, seq, version, state) values (${snapshot}, 1, 1, '{}')`;
  expect([...(await readShortJournals(sql, [short, long, snapshot])).keys()]).toEqual([short]);
});
