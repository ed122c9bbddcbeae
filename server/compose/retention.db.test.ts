import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { appendBatch } from "#db/queries/append-batch";
import { collectBlobs } from "#db/queries/collect-blobs";
import { readBoundGraphs } from "#db/queries/read-bound-graphs";
import { readHead } from "#db/queries/read-head";
import { readEventAt, readJournal } from "#db/queries/read-journal";
import { nextEvent } from "#db/testing/fixtures";
import { cloneDatabase } from "#db/testing/template-database";
import { createStore } from "../runtime/store.ts";
import { untilEnded } from "../runtime/testing/harness.ts";
import type { Services } from "../services/context.ts";
import { startInput } from "../services/inputs.ts";
import { getRun } from "../services/run/get.ts";
import { journalPages } from "../services/run/journal.ts";
import { startRun } from "../services/run/start.ts";
import { readRetention, retentionInput, setRetention } from "../services/settings/retention.ts";
import { callerAs, GROW, openServices } from "../services/testing/services.ts";
import { createWorkflow } from "../services/workflow/create.ts";
import { openRetention } from "./retention.ts";
import type { Stopper } from "./stop.ts";

const { db } = await cloneDatabase();
const { sql } = db;
const owner = callerAs("owner");
let services: Services;
const NO_STOPPER: Stopper = { onStop: () => undefined, stop: () => Promise.resolve() };

beforeAll(async () => {
  services = await openServices(db, { visit: { run: () => null } });
  await createWorkflow(services, owner, { graph: GROW });
});
afterAll(() => services.host.stop({ timeoutMs: 2_000 }));

async function endedTree(daysAgo: number): Promise<string> {
  const { id } = await startRun(services, owner, startInput.parse({ slug: "grow", input: { depth: 2 } }));
  await untilEnded(db, id);
  await sql`update trees set ended_at = now() - ${daysAgo} * interval '1 day' where id = ${id}`;
  return id;
}

async function keepBy(given: object): Promise<void> {
  await setRetention(services, owner, retentionInput.parse(given));
  const keeper = openRetention(services, NO_STOPPER);
  await keeper.keep();
  await keeper.stop();
}

async function eventsOf(treeId: string): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const page of journalPages(services, { treeId, after: 0 })) all.push(...page);
  return all;
}

async function rowsOf(table: string, treeId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from ${sql(table)} where ${sql(table === "trees" ? "id" : "tree_id")} = ${treeId}`;
  return row?.count ?? -1;
}

describe("how long ended trees are kept", () => {
  test("is for ever where nobody has said otherwise", async () => {
    const tree = await endedTree(10_000);
    expect(await readRetention(sql)).toEqual({ archiveAfterDays: null, deleteAfterDays: null });
    await keepBy({});
    expect(await rowsOf("journal", tree)).toBeGreaterThan(0);
  });

  test("a packed tree takes one row and reads as before; what is younger stays", async () => {
    const [old, young] = [await endedTree(31), await endedTree(29)];
    const before = await eventsOf(old);
    const graphs = await readBoundGraphs(sql, old, 1_000);
    await keepBy({ archiveAfterDays: 30 });
    expect(await rowsOf("journal", old)).toBe(0);
    expect(await rowsOf("journal_archive", old)).toBe(1);
    expect(await rowsOf("journal", young)).toBeGreaterThan(0);
    expect(before.length).toBeGreaterThan(10);
    expect(await eventsOf(old)).toEqual(before);
    expect(await readBoundGraphs(sql, old, 1_000)).toEqual(graphs);
    expect(graphs).toHaveLength(1);
    expect(await readEventAt(sql, old, 5)).toEqual((before[4] as { event: unknown }).event);
    expect(await readEventAt(sql, old, before.length + 1)).toBeNull();
    expect(await getRun(services, owner, { id: old })).toMatchObject({ status: "succeeded" });
    const [first] = await readJournal(sql, old, { afterSeq: 3, limitRows: 1 });
    expect(first?.lastSeq).toBeGreaterThan(3);
    await keepBy({ archiveAfterDays: 30 });
    expect(await rowsOf("journal_archive", old)).toBe(1);
  });

  test("a journal of several packed rows is folded to its end", async () => {
    const tree = await endedTree(31);
    const [row] = await sql<{ head: number }[]>`select head from trees where id = ${tree}`;
    let head = row?.head ?? 0;
    for (const _ of Array(3)) {
      const events = JSON.stringify([{ type: "NodeSkipped", text: "x".repeat(700_000) }]);
      await appendBatch(sql, [nextEvent(tree, head, { events, onlyEvents: true })]);
      head += 1;
    }
    await keepBy({ archiveAfterDays: 30 });
    expect(await rowsOf("journal_archive", tree)).toBeGreaterThan(1);
    let read = 0;
    for await (const events of createStore(db).readEvents(tree, 0)) read += events.length;
    expect(read).toBe(head);
    expect((await readHead(sql, tree))?.head).toBe(head);
  });

  test("nothing is appended to a packed tree, and what its journal names outlives its contexts", async () => {
    const tree = await endedTree(50);
    const [head] = await sql<{ head: number }[]>`select head from trees where id = ${tree}`;
    const [named, context] = ["a".repeat(64), "b".repeat(64)];
    const events = `[{"type":"NodeSkipped","input":{"$blob":"${named}"}}]`;
    const blobs = [named, context].map((hash) => ({ hash, bytes: 4, text: "null", context: true as const }));
    const { refused } = await appendBatch(sql, [nextEvent(tree, head?.head ?? 0, { events, blobs })]);
    expect(refused).toEqual([]);
    await sql`update trees set ended_at = now() - interval '50 days' where id = ${tree}`;
    await sql`update blobs set touched_at = now() - interval '1 year'`;
    await keepBy({ archiveAfterDays: 30 });
    await collectBlobs(sql, { orphanMs: 1_000, contextMs: 1_000, limit: 100 });
    const left = await sql<{ hash: string }[]>`select hash from blobs where hash in ${sql([named, context])}`;
    expect(left.map(({ hash }) => hash)).toEqual([named]);
    const late = nextEvent(tree, (head?.head ?? 0) + 1, { onlyEvents: true });
    expect((await appendBatch(sql, [late])).refused).toEqual([{ treeId: tree, reason: "fenced" }]);
  });

  test("a deleted tree leaves nothing, packed or not, and its id answers that there is no such run", async () => {
    const [packed, plain, young] = [await endedTree(70), await endedTree(70), await endedTree(1)];
    await sql`update trees set ended_at = now() - interval '40 days' where id = ${plain}`;
    await keepBy({ archiveAfterDays: 60 });
    await sql`update trees set ended_at = now() - interval '70 days' where id = ${plain}`;
    await sql`
      insert into breaker_waits (tree_id, run_no, node_id, item, breaker, since, until)
      values (${packed}, 0, 'n', -1, 'b', 0, 0)`;
    await keepBy({ deleteAfterDays: 65 });
    for (const tree of [packed, plain])
      for (const table of ["trees", "runs", "journal", "journal_archive", "blob_refs", "breaker_waits"])
        expect([table, await rowsOf(table, tree)]).toEqual([table, 0]);
    await expect(getRun(services, owner, { id: packed })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await rowsOf("trees", young)).toBe(1);
  });

  test("a tree stays while one that it started goes on, and while the one that started it does", async () => {
    const [above, below] = [await endedTree(90), await endedTree(90)];
    await sql`update trees set origin_tree = ${above}, ended_at = null where id = ${below}`;
    await keepBy({ deleteAfterDays: 65 });
    expect(await rowsOf("trees", above)).toBe(1);
    await sql`update trees set ended_at = now() - interval '90 days' where id = ${below}`;
    await sql`update trees set ended_at = null where id = ${above}`;
    await keepBy({ deleteAfterDays: 65 });
    expect(await rowsOf("trees", below)).toBe(1);
    await sql`update trees set ended_at = now() - interval '90 days' where id = ${above}`;
    await keepBy({ deleteAfterDays: 65 });
    expect([await rowsOf("trees", above), await rowsOf("trees", below)]).toEqual([0, 0]);
  });

  test("is for admins to set, is told in the audit log, and nothing is deleted before it is packed", async () => {
    await expect(setRetention(services, callerAs("editor"), retentionInput.parse({}))).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await keepBy({ archiveAfterDays: 7, deleteAfterDays: 90 });
    const [told] = await sql`
      select detail from audit_log where object = 'workspace/retention' order by id desc limit 1`;
    expect(told?.["detail"]).toContain("archiveAfterDays: never → 7");
    expect(
      retentionInput.safeParse({ archiveAfterDays: 30, deleteAfterDays: 30 }).error?.issues[0],
    ).toMatchObject({
      path: ["deleteAfterDays"],
    });
    expect(retentionInput.safeParse({ archiveAfterDays: 0 }).success).toBe(false);
  });
});
