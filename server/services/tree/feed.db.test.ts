import { afterAll, beforeAll, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import { applyBatch, replicaOf } from "#server/engine/live/replica";
import { foldPlaces, type OpenPlaces } from "#server/engine/live/row-places";
import type { RunRow } from "#server/engine/live/wire";
import { until } from "#server/runtime/testing/harness";
import type { Services } from "../context.ts";
import { signalInput, startInput } from "../inputs.ts";
import { journalPages } from "../run/journal.ts";
import { signalRun } from "../run/signal.ts";
import { startRun } from "../run/start.ts";
import { callerAs, openServices } from "../testing/services.ts";
import { createWorkflow } from "../workflow/create.ts";
import { TreeFeed } from "./feed.ts";
import { openPlaces } from "./open-places.ts";
import { treeSnapshot } from "./snapshot.ts";

const { db } = await cloneDatabase();
const owner = callerAs("owner");
const TASKS = ["a", "b", "c"] as const;
const SIGNALS = ["one", "two"] as const;
/** More than are read at once. */
const LEAVES = 450;
let services: Services;
/** Ends the open call of a task. */
const release = new Map<string, () => void>();

beforeAll(async () => {
  const tasks = TASKS.map((name) => {
    const run = () => new Promise<null>((resolve) => release.set(name, () => resolve(null)));
    return [name, { run }] as const;
  });
  services = await openServices(db, Object.fromEntries(tasks));
  const nodes = {
    many: { kind: "map", over: "= input.items", body: { kind: "transform", output: "= item" } },
    ...Object.fromEntries(TASKS.map((task) => [task, { kind: "task", task }])),
    ...Object.fromEntries(SIGNALS.map((signal) => [signal, { kind: "wait", signal }])),
  };
  const create = (slug: string, graph: object) =>
    createWorkflow(services, owner, { graph: { schemaVersion: 1, slug, name: slug, edges: [], ...graph } });
  await create("beside", { nodes });
  await create("leaf", { nodes: { hear: { kind: "wait", signal: "go" } } });
  const each = (count: number, body: object) => ({ kind: "map", over: `= range(${count})`, body });
  const below = each(LEAVES, { kind: "subworkflow", workflow: "leaf" });
  const many = each(2_000, { kind: "transform", output: "= item" });
  // Nothing goes on once each of those below waits.
  const edges = [{ source: "many", target: "below" }];
  await create("wide", { nodes: { below, many }, edges, limits: { maxRuns: 1_000 } });
});
afterAll(() => services.host.stop({ timeoutMs: 2_000 }));

/** Follows a tree as a browser does: rows of the database, and from there on what the feed says. */
async function follow(treeId: string) {
  const replica = replicaOf(await treeSnapshot(services, owner, { treeId }));
  const feed = await TreeFeed.open(services, treeId);
  await feed?.follow(replica.seq, (batch) => void applyBatch(replica, batch));
  return {
    row: () => replica.rows.get(0),
    close: () => feed?.close(),
    sync: () => feed?.sync(),
  };
}

const stored = async (treeId: string) => (await treeSnapshot(services, owner, { treeId })).rows[0];

test.each([
  ["nothing but its journal", 1, false],
  ["a snapshot of its state and the journal after it", 2_500, true],
])(
  "a feed that opens while several places of a run are open knows each, from %s",
  async (_, items, saved) => {
    release.clear();
    const input = { items: Array.from({ length: items }, (_, index) => index) };
    const { id: treeId } = await startRun(services, owner, startInput.parse({ slug: "beside", input }));
    await until(
      async () => [release.size, (await db.sql`select 1 from snapshots where tree_id = ${treeId}`).length],
      ([calls, snapshots]) => calls === TASKS.length && snapshots === Number(saved),
    );
    await until(
      () => stored(treeId),
      (row) => row?.status === "running" && row.notes?.waits?.length === SIGNALS.length,
    );
    const live = await follow(treeId);

    /** The rows of the database, but for the name that may be some events old, and feeds that opened before and just now. */
    async function shows(expected: Pick<RunRow, "status" | "activeNode">): Promise<void> {
      const { status } = expected;
      await expect.poll(() => stored(treeId), { timeout: 10_000 }).toMatchObject({ status });
      const late = await follow(treeId);
      for (const { sync, row } of [live, late])
        await expect.poll(() => sync()?.then(row), { timeout: 10_000 }).toMatchObject(expected);
      late.close();
    }

    await shows({ status: "running", activeNode: "a" });
    for (const [done, activeNode] of [
      ["a", "b"],
      ["c", "b"],
    ] as const) {
      release.get(done)?.();
      await shows({ status: "running", activeNode });
    }
    release.get("b")?.();
    await shows({ status: "waiting", activeNode: null });
    for (const [signal, status] of [
      ["one", "waiting"],
      ["two", "succeeded"],
    ] as const) {
      await signalRun(services, owner, signalInput.parse({ id: treeId, name: signal }));
      await shows({ status, activeNode: null });
    }
    live.close();
  },
);

test("what is open in hundreds of runs is the same from a snapshot and from the journal alone", async () => {
  const { id: treeId } = await startRun(services, owner, startInput.parse({ slug: "wide", input: {} }));
  const [snapshot] = await until(
    async () =>
      [
        await treeSnapshot(services, owner, { treeId }),
        await db.sql`select 1 from snapshots where tree_id = ${treeId}`,
      ] as const,
    ([{ rows }, saved]) =>
      saved.length === 1 && rows.filter(({ status }) => status === "waiting").length === LEAVES,
  );
  const folded: OpenPlaces = new Map();
  for await (const page of journalPages(services, { treeId, after: 0, to: snapshot.seq }))
    for (const { event } of page) foldPlaces(folded, event);
  const found = await openPlaces(services, treeId, snapshot);
  expect(found.size).toBeGreaterThanOrEqual(LEAVES);
  expect(found).toEqual(folded);
});
