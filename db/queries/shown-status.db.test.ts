import { expect, test } from "vitest";
import { STATUSES, type Status } from "#server/engine/live/wire";
import { rootSummary } from "#server/services/views";
import { newTree, RUNNING, runHeader } from "../testing/fixtures.ts";
import { cloneDatabase } from "../testing/template-database.ts";
import { appendBatch } from "./append-batch.ts";
import { countRoots, countRootsByStatus } from "./count-roots.ts";
import { listRoots } from "./list-roots.ts";
import { openTrees } from "./overview.ts";
import type { RootFilter } from "./root-filter.ts";

const { sql } = await cloneDatabase();
const APPROVAL = JSON.stringify({ waits: [{ kind: "approval", node: "sure", item: null, since: 7 }] });
const ENDED = { endedAt: 1_700_000_000_009, endedSeq: 1 };

/** A tree whose root run has this status, and below it a run as given. */
function tree(status: string, below: Partial<ReturnType<typeof runHeader>> = {}, header: object = {}) {
  const root = runHeader(0, { status, parked: status === "needs_attention" ? 1 : 0, ...header });
  const ended = root.endedAt !== null;
  return newTree({
    header: { ...RUNNING, runs: 2, status: ended ? status : "running", endedAt: root.endedAt },
    newRuns: [root, runHeader(1, { ...(ended ? { status, ...ENDED } : {}), ...below })],
  });
}

const list = (filter: RootFilter) =>
  listRoots(sql, { filter, by: "started", ascending: true, asOf: new Date(), limit: 200 });
const idsOf = (found: Awaited<ReturnType<typeof list>>) => found.map((each) => each.tree.id).toSorted();

test("each root is found by exactly the status that its row shows, and counts are the sizes of filters", async () => {
  const parked = { status: "needs_attention", parked: 1 };
  const quarantined = tree("running");
  const paused = tree("waiting", parked);
  const expected: [ReturnType<typeof newTree>, Status][] = [
    [tree("running"), "running"],
    [tree("running", { status: "waiting", notes: APPROVAL }), "running"],
    [tree("queued"), "queued"],
    [tree("waiting"), "waiting"],
    [tree("needs_attention"), "needs_attention"],
    [tree("running", parked), "needs_attention"],
    [tree("waiting", parked), "needs_attention"],
    [tree("running", { ...parked, ...ENDED }), "running"],
    [tree("succeeded", {}, ENDED), "succeeded"],
    [tree("failed", {}, ENDED), "failed"],
    [tree("cancelled", {}, ENDED), "cancelled"],
    [quarantined, "needs_attention"],
    [paused, "paused"],
  ];
  await appendBatch(
    sql,
    expected.map(([entry]) => entry),
  );
  await sql`update trees set status = 'paused' where id = ${paused.treeId}`;
  await sql`update trees set status = 'needs_attention' where id = ${quarantined.treeId}`;
  const byStatus = new Map((await countRootsByStatus(sql, {})).map(({ status, count }) => [status, count]));
  const shown = new Map((await list({})).map((each) => [each.tree.id, rootSummary(each).status]));
  expect(shown).toEqual(new Map(expected.map(([{ treeId }, status]) => [treeId, status])));
  for (const status of STATUSES) {
    const ids = expected.filter(([, each]) => each === status).map(([{ treeId }]) => treeId);
    const others = expected.filter(([, each]) => each !== status).map(([{ treeId }]) => treeId);
    expect([status, idsOf(await list({ statuses: [status] }))]).toEqual([status, ids.toSorted()]);
    expect([status, idsOf(await list({ notStatuses: [status] }))]).toEqual([status, others.toSorted()]);
    expect([status, await countRoots(sql, { statuses: [status] }, 100)]).toEqual([status, ids.length]);
    expect([status, byStatus.get(status)]).toEqual([status, ids.length]);
    for (const other of STATUSES) {
      const both = expected.filter(([, each]) => each === status || each === other);
      expect(await list({ statuses: [status, other] })).toHaveLength(both.length);
    }
  }
  expect(
    await list({ statuses: ["queued", "running", "waiting", "needs_attention", "paused"] }),
  ).toHaveLength(10);
  expect(idsOf(await list({ waits: "requeue" }))).toEqual([quarantined.treeId]);
  const open = (await openTrees(sql, 20)).trees.filter((each) => each.status === "running");
  for (const each of open) expect(each.openStatus).toBe(shown.get(each.id));
});
