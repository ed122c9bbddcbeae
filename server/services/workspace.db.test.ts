import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type AppendEntry, appendBatch } from "#db/queries/append-batch";
import { quarantineTree } from "#db/queries/quarantine-tree";
import { relayWorkspaceEvents } from "#db/queries/workspace-events";
import { newTree, nextEvent, RUNNING, runHeader } from "#db/testing/fixtures";
import { cloneDatabase } from "#db/testing/template-database";
import { notesAfter } from "#server/engine/live/row-notes";
import type { RunRow } from "#server/engine/live/wire";
import type { Event } from "#server/engine/run/events";
import { tripBreaker } from "./breaker/trip.ts";
import type { Services } from "./context.ts";
import { ServiceError } from "./errors.ts";
import { listRunsInput, notificationsInput, saveViewInput } from "./inputs.ts";
import { listNotifications } from "./notification/list.ts";
import { markSectionRead } from "./notification/mark-read.ts";
import { unreadMarks } from "./notification/unread.ts";
import { overviewActive } from "./overview/active.ts";
import { overviewChanges } from "./overview/changes.ts";
import { overviewHistogram } from "./overview/histogram.ts";
import { overviewNeeds } from "./overview/needs.ts";
import { overviewSystem } from "./overview/system.ts";
import { listRuns } from "./run/list.ts";
import { deleteView } from "./saved-view/delete.ts";
import { listViews } from "./saved-view/list.ts";
import { renameView } from "./saved-view/rename.ts";
import { saveView } from "./saved-view/save.ts";
import { callerAs, GROW, openServices } from "./testing/services.ts";
import { createWorkflow } from "./workflow/create.ts";
import { listWorkflows } from "./workflow/list.ts";
import { updateWorkflow } from "./workflow/update.ts";

const { db, sql } = await cloneDatabase();
const owner = callerAs("owner");
const viewer = callerAs("viewer");
const editor = callerAs("editor");
let services: Services;
beforeAll(async () => {
  services = await openServices(db, { visit: { run: () => null } });
  await createWorkflow(services, editor, { graph: GROW });
});
afterAll(() => services.host.stop());
beforeEach(async () => {
  await sql`truncate trees, runs, journal, workspace_events, workspace_reads, saved_views, breakers cascade`;
});

const MINUTE = 60_000;
type Given = {
  readonly slug?: string;
  readonly status?: string;
  readonly by?: string;
  readonly minutesAgo?: number;
  readonly tookMs?: number;
  readonly code?: string;
  readonly demo?: boolean;
  readonly revision?: number;
};

/** A root run as a journal would have left it. It is told to the workspace as usual. */
async function aRun(given: Given = {}): Promise<string> {
  const { slug = "grow", status = "succeeded", by = "someone", minutesAgo = 5, tookMs = 1_000 } = given;
  const startedAt = Date.now() - minutesAgo * MINUTE;
  const ended = ["succeeded", "failed", "cancelled"].includes(status);
  const entry: AppendEntry = newTree({
    header: {
      ...RUNNING,
      status: ended ? "running" : status,
      // Far off, so that no host takes it.
      nextWakeAt: Date.now() + 1e9,
    },
    newRuns: [runHeader(0, { slug, startedAt })],
    create: {
      slug,
      startedAt,
      backdated: true,
      createdBy: by,
      createdById: by,
      demo: given.demo ?? false,
      revision: given.revision ?? 1,
    },
  });
  await append(entry);
  if (!ended) return entry.treeId;
  const failure =
    status === "failed" ? JSON.stringify({ code: given.code ?? "TaskFailed", message: "m" }) : null;
  const endedAt = startedAt + tookMs;
  await append(nextEvent(entry.treeId, 1, { header: { ...RUNNING, status, endedAt, failure } }));
  return entry.treeId;
}

/** A tree of which one run asks for an approval since `at`, one has a place put before a person, and one waits for a timer. */
async function askingTree(at: number): Promise<string> {
  const waitsFrom = (event: object) =>
    JSON.stringify(notesAfter({} as RunRow, { v: 1, run: 1, node: "a", at, ...event } as Event));
  const awaits = { k: "approval", title: "Go?", assignees: null, quorum: 1 };
  const entry = newTree({
    header: { ...RUNNING, runs: 4, nextWakeAt: Date.now() + 1e9 },
    newRuns: [
      runHeader(0),
      runHeader(1, { status: "waiting", notes: waitsFrom({ type: "NodeStarted", awaits }) }),
      runHeader(2, { status: "waiting", parked: 1 }),
      runHeader(3, { status: "waiting", notes: waitsFrom({ type: "NodeStarted", wakeAt: at + 1e9 }) }),
    ],
  });
  await append(entry);
  return entry.treeId;
}

const append = (entry: AppendEntry) => appendBatch(sql, [entry]);
const relay = async () => {
  while ((await relayWorkspaceEvents(db)) !== 0) {
    // Until all have their seq.
  }
};

describe("the overview", () => {
  test("says what wants a person, and counts only what exists", async () => {
    expect(
      (await overviewNeeds(services, viewer)).map(({ kind, count, since }) => [kind, count, since]),
    ).toEqual([
      ["asked", 0, null],
      ["attention", 0, null],
      ["failing", 0, null],
      ["limits", 0, null],
      ["breakers", 0, null],
      ["paused", 0, null],
    ]);
    await aRun({ status: "failed", minutesAgo: 30 });
    await aRun({ status: "failed", code: "RecursionLimitExceeded", minutesAgo: 20 });
    await aRun({ status: "failed", slug: "gone", code: "RecursionTimeout", minutesAgo: 60 * 25 });
    await aRun({ status: "succeeded" });
    const paused = await aRun({ status: "paused", minutesAgo: 50 });
    await aRun({ status: "paused", minutesAgo: 40 });
    const held = await aRun({ status: "running", minutesAgo: 90 });
    await quarantineTree(sql, { treeId: held, epoch: 1, failure: '{"code":"N","message":"n"}' });
    const needs = await overviewNeeds(services, viewer);
    expect(needs).toMatchObject([
      { kind: "asked", count: 0 },
      { kind: "attention", count: 1, trees: [{ id: held, workflow: "grow" }] },
      { kind: "failing", count: 1, workflows: [{ slug: "grow", name: "Grow", failed: 2, ended: 3 }] },
      { kind: "limits", count: 1, codes: [{ code: "RecursionLimitExceeded", count: 1 }] },
      { kind: "breakers", count: 0 },
      { kind: "paused", count: 2, trees: [{ id: paused }, {}], link: { query: { status: "paused" } } },
    ]);
    const ofRuns = needs.filter(({ kind }) => ["attention", "limits", "paused"].includes(kind));
    for (const { kind, count, link } of ofRuns) {
      const query = link.list === "runs" ? link.query : {};
      const { data } = await listRuns(services, viewer, listRunsInput.parse(query));
      expect([kind, data.length]).toEqual([kind, count]);
    }
    expect(Date.now() - Date.parse(needs[1]?.since ?? "")).toBeGreaterThanOrEqual(90 * MINUTE - 1_000);
  });

  test("counts runs at any depth that wait for a person, and leads to the list of them", async () => {
    const at = Date.now() - 30 * MINUTE;
    const tree = await askingTree(at);
    await aRun({ status: "running" });
    const [asked] = await overviewNeeds(services, viewer);
    expect(asked).toMatchObject({
      kind: "asked",
      count: 2,
      since: new Date(at).toISOString(),
      link: { list: "runs", query: { waits: "person", children: true } },
      runs: [
        { id: `${tree}.1`, workflow: "audit" },
        { id: `${tree}.2`, workflow: "audit" },
      ],
    });
    const listed = await listRuns(services, viewer, listRunsInput.parse({ waits: "person", children: true }));
    expect(listed.data.map(({ id }) => id)).toEqual([`${tree}.2`, `${tree}.1`]);
    const roots = await listRuns(services, viewer, listRunsInput.parse({ waits: "person" }));
    expect(roots.data.map(({ id }) => id)).toEqual([tree]);
    await append(nextEvent(tree, 1, { header: { ...RUNNING, status: "cancelled", endedAt: Date.now() } }));
    expect((await overviewNeeds(services, viewer))[0]).toMatchObject({ count: 0, since: null, runs: [] });
  });

  test("counts breakers that a person or their failures keep open, and leads to the one that is", async () => {
    await tripBreaker(services, owner, { id: "http:api.example.com", reason: "maintenance" });
    const broken = (await overviewNeeds(services, viewer)).find(({ kind }) => kind === "breakers");
    expect(broken).toMatchObject({
      count: 1,
      breakers: [{ resource: "api.example.com" }],
      link: { list: "agents", breaker: "http:api.example.com" },
    });
    expect(Date.now() - Date.parse(broken?.since ?? "")).toBeLessThan(MINUTE);
  });

  test("shows what goes on against its limits", async () => {
    const id = await aRun({ status: "running" });
    await aRun({ status: "succeeded" });
    const { total, trees } = await overviewActive(services, viewer);
    expect(total).toBe(1);
    expect(trees).toMatchObject([
      { id, name: "Grow", status: "running", deepest: 0, maxDepth: 10, runs: 1, maxRuns: 100, widest: null },
    ]);
  });

  test("counts starts in whole buckets, those without any included, and only those within", async () => {
    await aRun({ minutesAgo: 0 });
    await aRun({ status: "failed", minutesAgo: 0 });
    await aRun({ minutesAgo: 60 * 23 });
    await aRun({ minutesAgo: 60 * 26 });
    const { bucketMs, buckets } = await overviewHistogram(services, viewer, { hours: 24, bucketMinutes: 60 });
    expect(bucketMs).toBe(3_600_000);
    expect(buckets).toHaveLength(24);
    for (const [index, { from, to }] of buckets.entries()) {
      expect(Date.parse(to) - Date.parse(from)).toBe(bucketMs);
      if (index > 0) expect(from).toBe(buckets[index - 1]?.to);
      expect(Date.parse(from) % bucketMs).toBe(0);
    }
    const sum = (status: "succeeded" | "failed") =>
      buckets.reduce((all, { counts }) => all + (counts[status] ?? 0), 0);
    expect([sum("succeeded"), sum("failed")]).toEqual([2, 1]);
    await expect(overviewHistogram(services, viewer, { hours: 24, bucketMinutes: 1 })).rejects.toMatchObject({
      code: "VALIDATION",
      details: [{ path: "/bucketMinutes" }],
    });
  });

  test("names the latest revisions with who published them, and how the machinery stands", async () => {
    await updateWorkflow(services, owner, { slug: "grow", graph: { ...GROW, name: "Grow on" } });
    expect((await overviewChanges(services, viewer)).slice(0, 2)).toMatchObject([
      { workflow: "grow", revision: 2, by: "owner", name: "Grow on" },
      { workflow: "grow", revision: 1, by: "editor" },
    ]);
    expect(await overviewSystem(services, viewer)).toMatchObject({
      version: "0.0.0",
      liveWorkers: 1,
      sockets: 0,
      database: { kind: "embedded", version: expect.stringMatching(/^\d+\.\d+/) },
    });
  });
});

describe("the list of workflows", () => {
  test("has figures of the last 7 days, each with its n, and the last 20 runs", async () => {
    for (let index = 0; index < 20; index++)
      await aRun({ tookMs: (index + 1) * 100, minutesAgo: 100 - index });
    for (let index = 0; index < 5; index++) await aRun({ status: "failed", minutesAgo: 50 });
    await aRun({ status: "paused" });
    await aRun({ status: "failed", minutesAgo: 60 * 24 * 8 });
    const [grow] = await listWorkflows(services, viewer);
    expect(grow).toMatchObject({
      slug: "grow",
      updatedBy: expect.stringMatching(/owner|editor/),
      demo: false,
      recent: { days: 7, runs: 26, ended: 25, succeeded: 20, successShare: 0.8, p95DurationMs: 1_905 },
    });
    expect(grow?.lastRuns).toHaveLength(20);
  });

  test("says nothing where nothing ran", async () => {
    const [grow] = await listWorkflows(services, viewer);
    expect(grow?.recent).toMatchObject({ runs: 0, ended: 0, successShare: null, p95DurationMs: null });
  });
});

describe("notifications", () => {
  const list = (caller = viewer, input: object = {}) =>
    listNotifications(services, caller, notificationsInput.parse(input));
  const reasons = async (caller = viewer) => (await list(caller)).data.map(({ reason }) => reason);

  test("tell each person what is worth their attention, and nobody the rest", async () => {
    await unreadMarks(services, viewer);
    await aRun({ by: viewer.actor.id });
    await aRun({ by: "someone" });
    await aRun({ status: "failed" });
    await aRun({ status: "failed", by: viewer.actor.id });
    await quarantineTree(sql, {
      treeId: await aRun({ status: "running" }),
      epoch: 1,
      failure: '{"code":"N","message":"n"}',
    });
    await updateWorkflow(services, owner, { slug: "grow", graph: { ...GROW, name: uuidv7() } });
    await relay();
    expect(await reasons()).toEqual(["published", "attention", "failed", "failed", "ended"]);
    expect(await reasons(owner)).toEqual(["attention", "failed", "failed"]);
    expect(await unreadMarks(services, viewer)).toMatchObject({ inbox: 5, runs: 4, workflows: 1 });
  });

  test("do not tell who tries a draft how that has ended, whoever else is told of failures", async () => {
    for (const caller of [viewer, editor]) await unreadMarks(services, caller);
    const draft = { by: editor.actor.id, revision: 0 };
    await aRun(draft);
    await aRun({ ...draft, status: "failed" });
    const failure = '{"code":"N","message":"n"}';
    const held = await aRun({ ...draft, status: "running" });
    await quarantineTree(sql, { treeId: held, epoch: 1, failure });
    await relay();
    expect(await reasons(editor)).toEqual(["attention"]);
    expect(await unreadMarks(services, editor)).toMatchObject({ inbox: 1, runs: 1 });
    expect(await reasons(viewer)).toEqual(["attention", "failed"]);
    expect((await list()).data[1]?.event).toMatchObject({ run: { revision: 0 } });
  });

  test("page without a gap, and are read up to a seq by section and by person", async () => {
    for (const caller of [viewer, editor]) await unreadMarks(services, caller);
    for (let index = 0; index < 5; index++) await aRun({ status: "failed" });
    await relay();
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list(viewer, { limit: 2, cursor });
      seen.push(...page.data.map(({ seq }) => seq));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toHaveLength(5);
    expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => b - a));
    const third = seen[2] ?? 0;
    expect(await markSectionRead(services, viewer, { section: "inbox", seq: third })).toMatchObject({
      inbox: 2,
      runs: 5,
    });
    expect((await list()).data.map(({ unread }) => unread)).toEqual([true, true, false, false, false]);
    expect(await markSectionRead(services, viewer, { section: "inbox", seq: 0 })).toMatchObject({ inbox: 2 });
    expect(await markSectionRead(services, viewer, { section: "inbox", seq: 1e12 })).toMatchObject({
      inbox: 0,
    });
    expect(await unreadMarks(services, editor)).toMatchObject({ inbox: 5, runs: 5 });
    await aRun({ status: "failed" });
    await relay();
    // A mark beyond the head would have hidden it.
    expect(await unreadMarks(services, viewer)).toMatchObject({ inbox: 1 });
  });

  test("a person that is new has nothing unread, and demo data marks nothing", async () => {
    await aRun({ status: "failed" });
    await relay();
    expect(await unreadMarks(services, viewer)).toMatchObject({ inbox: 0, runs: 0, workflows: 0 });
    await aRun({ status: "failed", demo: true });
    await relay();
    expect(await unreadMarks(services, viewer)).toMatchObject({ inbox: 0 });
    expect((await list()).data[0]).toMatchObject({ unread: true, event: { demo: true } });
  });

  test("a cursor from elsewhere is refused", async () => {
    await expect(list(viewer, { cursor: "x" })).rejects.toMatchObject({ code: "VALIDATION" });
  });
});

describe("saved views", () => {
  const save = (caller = viewer, input: object = {}) =>
    saveView(services, caller, saveViewInput.parse({ list: "runs", name: "Failed", query: {}, ...input }));
  const names = async (caller = viewer) =>
    (await listViews(services, caller, { list: "runs" })).map(({ name, shared, own }) => [name, shared, own]);
  const code = (act: Promise<unknown>) =>
    act.then(
      () => "ok",
      (error: unknown) => (error instanceof ServiceError ? error.code : String(error)),
    );

  test("are of one person, or shared by an editor with all", async () => {
    const query = { status: ["failed"], startedWithin: "24h" };
    const own = await save(viewer, { query });
    expect(own).toMatchObject({ name: "Failed", own: true, shared: false, query, owner: "viewer" });
    expect(await code(save(viewer, { name: "All", shared: true }))).toBe("FORBIDDEN");
    const shared = await save(editor, { name: "All", shared: true });
    expect(await names()).toEqual([
      ["Failed", false, true],
      ["All", true, false],
    ]);
    expect(await names(editor)).toEqual([["All", true, true]]);
    expect(await code(renameView(services, viewer, { id: shared.id, name: "X" }))).toBe("FORBIDDEN");
    expect(await code(deleteView(services, viewer, { id: shared.id }))).toBe("FORBIDDEN");
    expect(await code(deleteView(services, editor, { id: own.id }))).toBe("NOT_FOUND");
    await renameView(services, owner, { id: shared.id, name: "Everything" });
    await deleteView(services, viewer, { id: own.id });
    expect(await names()).toEqual([["Everything", true, false]]);
    const audited = await sql`select action from audit_log where object like 'views/%' order by id`;
    expect(audited.map(({ action }) => action)).toEqual([
      "view.save",
      "view.share",
      "view.share",
      "view.save",
    ]);
  });

  test("have names of their own, are overwritten by id, and hold only what their list takes", async () => {
    const first = await save();
    expect(await code(save())).toBe("CONFLICT");
    expect(await code(save(editor))).toBe("ok");
    const second = await save(viewer, { name: "Second" });
    expect(await code(renameView(services, viewer, { id: second.id, name: "Failed" }))).toBe("CONFLICT");
    const changed = await save(viewer, { id: first.id, name: "Slow", query: { sort: "duration" } });
    expect(changed).toMatchObject({ id: first.id, name: "Slow", query: { sort: "duration" } });
    expect(await code(save(viewer, { name: "Bad", query: { status: ["nonsense"] } }))).toBe("VALIDATION");
    expect(await code(save(viewer, { name: "Bad", query: { cursor: "x" } }))).toBe("VALIDATION");
    expect(await code(save(viewer, { id: first.id, list: "alerts", name: "Bad" }))).toBe("VALIDATION");
    // Sharing it takes an editor.
    expect(await code(save(viewer, { id: first.id, name: "Slow", shared: true }))).toBe("FORBIDDEN");
  });
});
