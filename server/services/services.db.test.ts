import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import type { Services } from "./context.ts";
import { ServiceError } from "./errors.ts";
import { listRunsInput, runEventsInput, runTreeInput, startInput } from "./inputs.ts";
import { cancelRun } from "./run/cancel.ts";
import { cancelPreview } from "./run/cancel-preview.ts";
import { runEvents } from "./run/events.ts";
import { getRun } from "./run/get.ts";
import { listRuns } from "./run/list.ts";
import { runNodes } from "./run/nodes.ts";
import { pauseRun } from "./run/pause.ts";
import { resumeRun } from "./run/resume.ts";
import { startRun } from "./run/start.ts";
import { runTree } from "./run/tree.ts";
import { runValue } from "./run/value.ts";
import { callerAs, GROW, openServices, rowCounts, untilEnded, untilRun } from "./testing/services.ts";
import { treeSnapshot } from "./tree/snapshot.ts";
import { createWorkflow } from "./workflow/create.ts";
import { getWorkflow } from "./workflow/get.ts";
import { listWorkflows } from "./workflow/list.ts";
import { seedExamples } from "./workflow/seed-examples.ts";
import { updateWorkflow } from "./workflow/update.ts";
import { validateWorkflow } from "./workflow/validate.ts";

const { db } = await cloneDatabase();
const owner = callerAs("owner");
let services: Services;

beforeAll(async () => {
  services = await openServices(db, {
    visit: {
      run: (_, { attempt, depth }) => {
        if (depth === 1 && attempt === 1) throw new Error("first try fails");
        return { ok: true };
      },
    },
    hold: {
      run: (_, { signal }) =>
        new Promise((resolve) => {
          signal.addEventListener("abort", () => resolve(null), { once: true });
        }),
    },
    echo: { pure: true, run: (input) => input },
  });
  await createWorkflow(services, owner, { graph: GROW });
  await createWorkflow(services, owner, { graph: oneTask("held", "hold") });
  await createWorkflow(services, owner, { graph: oneTask("echoed", "echo") });
});
afterAll(() => services.host.stop({ timeoutMs: 2_000 }));

function oneTask(slug: string, task: string) {
  return {
    schemaVersion: 1,
    slug,
    name: slug,
    nodes: { only: { kind: "task", task, input: "= input" } },
    edges: [],
  };
}

function start(request: { slug: string; [key: string]: unknown }) {
  return startRun(services, owner, startInput.parse(request));
}

async function auditOf(action: string, object: string): Promise<number> {
  const rows = await db.sql`select 1 from audit_log where action = ${action} and object = ${object}`;
  return rows.length;
}

async function refusalOf(act: Promise<unknown>): Promise<ServiceError> {
  const error = await act.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ServiceError);
  return error as ServiceError;
}

describe("a run", () => {
  test("is started with defaults, ends, and is told with its payloads, tree, nodes and events", async () => {
    const started = await start({ slug: "grow", input: { depth: 2, name: "my tree" } });
    expect(started).toMatchObject({ id: started.treeId, status: "running" });
    const run = await untilEnded(services, started.id);
    expect(run).toMatchObject({
      workflow: "grow",
      revision: 1,
      label: "my tree",
      depth: 0,
      path: "root",
      parentId: null,
      status: "succeeded",
      input: { depth: 2, width: 2, name: "my tree" },
      output: { depth: 2 },
      failureDetail: null,
    });
    expect(await auditOf("run.start", `runs/${started.id}`)).toBe(1);

    const first = await runTree(services, owner, runTreeInput.parse({ id: started.id, limit: 3 }));
    expect(first).toMatchObject({ total: 7, nextCursor: "2" });
    const rest = await runTree(
      services,
      owner,
      runTreeInput.parse({ id: started.id, cursor: first.nextCursor }),
    );
    expect([...first.data, ...rest.data].map(({ depth }) => depth).toSorted()).toEqual([0, 1, 1, 2, 2, 2, 2]);
    expect(rest.nextCursor).toBeNull();

    const child = first.data[1];
    expect(child).toMatchObject({
      parentId: started.id,
      depth: 1,
      path: "root/children[0]",
      label: "child 0",
    });
    const { nodes, attempts } = await runNodes(services, owner, { id: child?.id ?? "" });
    expect(nodes.map(({ nodeId, kind, status }) => [nodeId, kind, status])).toEqual([
      ["visit", "task", "completed"],
      ["children", "map", "completed"],
      ["end", "end", "completed"],
    ]);
    expect(attempts).toMatchObject([
      { nodeId: "visit", attempt: 1, task: "visit", status: "failed", failure: { code: "Scripted" } },
      { nodeId: "visit", attempt: 2, task: "visit", status: "succeeded", deliveries: 1, pure: false },
    ]);
  });

  test("has events without gap over pages, with places as addresses", async () => {
    const { id } = await start({ slug: "grow", input: { depth: 1 } });
    await untilEnded(services, id);
    const seqs: number[] = [];
    let after: string | null = "0";
    while (after !== null) {
      const page: Awaited<ReturnType<typeof runEvents>> = await runEvents(
        services,
        owner,
        runEventsInput.parse({ id, after: Number(after), limit: 7 }),
      );
      seqs.push(...page.data.map(({ seq }) => seq));
      for (const event of page.data)
        expect(Object.keys(event)).toEqual(expect.arrayContaining(["at", "runId", "iteration"]));
      after = page.nextCursor;
    }
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    const { head } = await headOf(id);
    expect(seqs.length).toBe(head);
  });

  test("shows long values cut in their place, and gives all of them on their own", async () => {
    const text = "words ".repeat(40_000);
    const { id } = await start({ slug: "echoed", input: { short: "a", text } });
    const run = await untilEnded(services, id);
    expect(run.input).toEqual({
      short: "a",
      text: { $truncated: true, bytes: text.length + 2, preview: expect.stringMatching(/^"words /) },
    });
    expect(await runValue(services, owner, { id, side: "input" })).toEqual({ short: "a", text });
    expect(await runValue(services, owner, { id, side: "output" })).toEqual({ short: "a", text });
  });

  test("is paused, resumed and cancelled, each audited once, and repeating changes nothing", async () => {
    const { id } = await start({ slug: "held", input: {} });
    await untilRun(services, id, (run) => run.status === "running");
    expect(await pauseRun(services, owner, { id })).toMatchObject({ status: "paused" });
    expect(await pauseRun(services, owner, { id })).toMatchObject({ status: "paused" });
    expect(await resumeRun(services, owner, { id })).toMatchObject({ status: "running" });
    expect(await cancelPreview(services, owner, { id })).toEqual({
      runs: 1,
      attempts: 1,
      queued: 0,
      undoable: 0,
      detached: [],
    });
    expect(await cancelRun(services, owner, { id })).toMatchObject({ status: "cancelled" });
    expect(await cancelRun(services, owner, { id })).toMatchObject({ status: "cancelled" });
    for (const verb of ["pause", "resume", "cancel"])
      expect(await auditOf(`run.${verb}`, `runs/${id}`)).toBe(1);
    expect((await refusalOf(pauseRun(services, owner, { id }))).code).toBe("CONFLICT");
    expect((await runNodes(services, owner, { id })).attempts).toMatchObject([{ status: "cancelled" }]);
    expect(await cancelPreview(services, owner, { id })).toEqual({
      runs: 0,
      attempts: 0,
      queued: 0,
      undoable: 0,
      detached: [],
    });
  });

  test("that ended by itself cannot be cancelled", async () => {
    const { id } = await start({ slug: "echoed", input: {} });
    await untilEnded(services, id);
    const error = await refusalOf(cancelRun(services, owner, { id }));
    expect(error).toMatchObject({ code: "CONFLICT", message: expect.stringContaining("succeeded") });
  });

  test("is the same run for the same key and body, and a conflict for another body", async () => {
    const request = { slug: "grow", input: { depth: 0 }, idempotencyKey: "once" };
    const [one, two] = await Promise.all([start(request), start(request)]);
    const three = await start({ ...request, input: { depth: 0 } });
    expect(new Set([one.id, two.id, three.id]).size).toBe(1);
    expect((await refusalOf(start({ ...request, input: { depth: 1 } }))).code).toBe("CONFLICT");
    expect(await auditOf("run.start", `runs/${one.id}`)).toBe(1);
  });

  test("may tighten limits", async () => {
    const { id } = await start({ slug: "grow", input: { depth: 3 }, limits: { maxDepth: 1 } });
    await untilEnded(services, id);
    const { tree } = await treeSnapshot(services, owner, { treeId: id });
    expect(tree).toMatchObject({ maxDepth: 1, maxRuns: 5_000, status: "succeeded", paused: false });
  });

  async function headOf(id: string): Promise<{ head: number }> {
    const [row] = await db.sql<{ head: number }[]>`select head from trees where id = ${id}`;
    return row ?? { head: -1 };
  }
});

describe("lists", () => {
  test("page through roots without repeating, newest first, with filters", async () => {
    for (let index = 0; index < 3; index++) await start({ slug: "echoed", input: { index } });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listRuns>> = await listRuns(
        services,
        owner,
        listRunsInput.parse({ slug: "echoed", limit: 2, cursor }),
      );
      expect(page.data.every((run) => run.workflow === "echoed")).toBe(true);
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual([...new Set(seen)].toSorted().toReversed());
    expect(seen.length).toBeGreaterThanOrEqual(3);
    const cancelled = await listRuns(services, owner, listRunsInput.parse({ status: "cancelled" }));
    expect(cancelled.data.map(({ workflow, status }) => [workflow, status])).toEqual([["held", "cancelled"]]);
  });

  test("name every workflow with its newest runs", async () => {
    const workflows = await listWorkflows(services, owner);
    const grow = workflows.find(({ slug }) => slug === "grow");
    expect(grow).toMatchObject({ name: "Grow", revision: 1, nodes: 3, recursion: "self" });
    expect(grow?.lastRuns.length).toBeGreaterThan(0);
    expect(workflows.find(({ slug }) => slug === "echoed")).toMatchObject({ recursion: "none" });
  });
});

describe("a workflow", () => {
  test("that comes back to itself through another one says so, as soon as the other one does", async () => {
    const calling = (slug: string, workflow: string) => ({
      schemaVersion: 1,
      slug,
      name: slug,
      nodes: {
        more: { kind: "decision", cases: [{ port: "yes", when: "input.n > 0" }] },
        call: { kind: "subworkflow", workflow, input: { n: "= input.n - 1" } },
      },
      edges: [{ source: "more", port: "yes", target: "call" }],
    });
    const kinds = async () =>
      Object.fromEntries(
        (await listWorkflows(services, owner)).map(({ slug, recursion }) => [slug, recursion]),
      );
    await createWorkflow(services, owner, { graph: calling("serve", "strike") });
    expect((await kinds())["serve"]).toBe("none");
    await createWorkflow(services, owner, { graph: calling("strike", "serve") });
    expect(await kinds()).toMatchObject({ serve: "mutual", strike: "mutual", grow: "self" });
    expect(await getWorkflow(services, owner, { slug: "strike" })).toMatchObject({ recursion: "mutual" });
  });

  test("gets a new revision only when its graph changed, and runs may take an earlier one", async () => {
    const graph = oneTask("revised", "echo");
    await createWorkflow(services, owner, { graph });
    expect(await updateWorkflow(services, owner, { slug: "revised", graph })).toMatchObject({ revision: 1 });
    const changed = { ...graph, description: "changed" };
    expect(await updateWorkflow(services, owner, { slug: "revised", graph: changed })).toMatchObject({
      revision: 2,
    });
    expect(await auditOf("workflow.write", "workflows/revised")).toBe(2);
    const { id } = await start({ slug: "revised", input: {}, revision: 1 });
    expect(await getRun(services, owner, { id })).toMatchObject({ revision: 1 });
    expect(await getWorkflow(services, owner, { slug: "revised" })).toMatchObject({
      revision: 2,
      problems: [],
    });
  });

  test("comes back as a graph that publishes to the same revision", async () => {
    const { graph, hash } = await getWorkflow(services, owner, { slug: "grow" });
    expect(await updateWorkflow(services, owner, { slug: "grow", graph })).toMatchObject({
      revision: 1,
      hash,
    });
  });

  test("that comes with the product is stored once and left alone when somebody edited it", async () => {
    const graph = oneTask("seeded", "echo");
    expect(await seedExamples(services, [graph])).toEqual(["seeded"]);
    expect(await seedExamples(services, [graph])).toEqual([]);
    expect(await seedExamples(services, [{ ...graph, name: "newer" }])).toEqual(["seeded"]);
    await updateWorkflow(services, owner, { slug: "seeded", graph: { ...graph, name: "mine" } });
    expect(await seedExamples(services, [{ ...graph, name: "newest" }])).toEqual([]);
    expect(await getWorkflow(services, owner, { slug: "seeded" })).toMatchObject({
      name: "mine",
      revision: 3,
    });
  });
});

describe("bad input is refused with its place, and nothing is written:", () => {
  const good = { schemaVersion: 1, slug: "bad", name: "Bad", nodes: {}, edges: [] };
  const create = (graph: unknown) => () => createWorkflow(services, owner, { graph });
  const cases: readonly [string, () => Promise<unknown>, string, string | null][] = [
    ["no graph at all", create(undefined), "VALIDATION", ""],
    ["a graph that is a list", create([]), "VALIDATION", ""],
    ["a graph without nodes", create({ schemaVersion: 1, slug: "bad", name: "Bad" }), "VALIDATION", "/nodes"],
    [
      "an unknown node kind",
      create({ ...good, nodes: { a: { kind: "tsak" } } }),
      "VALIDATION",
      "/nodes/a/kind",
    ],
    [
      "a bad expression",
      create({ ...good, nodes: { a: { kind: "transform", output: "= input. +" } } }),
      "VALIDATION",
      "/nodes/a/output",
    ],
    [
      "an edge to nowhere",
      create({ ...good, nodes: { a: { kind: "end" } }, edges: [{ source: "a", target: "b" }] }),
      "VALIDATION",
      "/edges/0/target",
    ],
    [
      "a self-call without a guard",
      create({ ...good, nodes: { again: { kind: "subworkflow", workflow: "self" } } }),
      "VALIDATION",
      "/nodes/again/workflow",
    ],
    [
      "an input schema that is none",
      create({ ...good, nodes: { a: { kind: "end" } }, inputSchema: { type: "objekt" } }),
      "VALIDATION",
      "/inputSchema",
    ],
    ["a slug that is taken", create({ ...oneTask("held", "hold"), name: "other" }), "CONFLICT", "/slug"],
    [
      "another slug in an update",
      () => updateWorkflow(services, owner, { slug: "grow", graph: oneTask("held", "hold") }),
      "VALIDATION",
      "/slug",
    ],
    [
      "an update of an unknown workflow",
      () => updateWorkflow(services, owner, { slug: "nowhere", graph: oneTask("nowhere", "echo") }),
      "NOT_FOUND",
      null,
    ],
    ["an unknown workflow", () => start({ slug: "nowhere" }), "NOT_FOUND", null],
    [
      "an unknown revision",
      () => start({ slug: "grow", input: { depth: 0 }, revision: 99 }),
      "NOT_FOUND",
      null,
    ],
    [
      "a name that the database cannot hold",
      create({ ...oneTask("nul", "echo"), name: "a\0b" }),
      "VALIDATION",
      "/name",
    ],
    ["an input that lacks a field", () => start({ slug: "grow", input: {} }), "VALIDATION", "/input/depth"],
    [
      "an input with a field too many",
      () => start({ slug: "grow", input: { depth: 1, x: 1 } }),
      "VALIDATION",
      "/input/x",
    ],
    [
      "an input of another type",
      () => start({ slug: "grow", input: { depth: "1" } }),
      "VALIDATION",
      "/input/depth",
    ],
    ["an input that is no object", () => start({ slug: "grow", input: [1] }), "VALIDATION", "/input"],
    [
      "an input with the reserved key",
      () => start({ slug: "echoed", input: { a: { $blob: "x" } } }),
      "VALIDATION",
      "/input/a/$blob",
    ],
    [
      "a value over 16 MB",
      () => start({ slug: "grow", input: { depth: 0, text: "x".repeat(17 * 1024 * 1024) } }),
      "LIMIT_EXCEEDED",
      "/input",
    ],
    [
      "a looser limit",
      () => start({ slug: "grow", input: { depth: 0 }, limits: { maxDepth: 13 } }),
      "VALIDATION",
      "/limits/maxDepth",
    ],
    ["a run id that is none", () => getRun(services, owner, { id: "'; drop table runs" }), "NOT_FOUND", null],
    [
      "an unknown run",
      () => cancelRun(services, owner, { id: "01900000-0000-7000-8000-000000000000" }),
      "NOT_FOUND",
      null,
    ],
    [
      "a cursor from elsewhere",
      () => listRuns(services, owner, listRunsInput.parse({ cursor: "abc" })),
      "VALIDATION",
      "/cursor",
    ],
  ];

  test.each(cases)("%s", async (_, act, code, path) => {
    const before = await rowCounts(db);
    const error = await refusalOf(act());
    expect(error.code).toBe(code);
    if (path !== null) expect(error.details.map((detail) => detail.path)).toContain(path);
    expect(error.message).not.toMatch(/select |insert |\/work\/|node_modules|at .*:\d+:\d+/i);
    expect(await rowCounts(db)).toEqual(before);
  });

  test("a task that nobody registered names the node and the nearest name", async () => {
    await createWorkflow(services, owner, { graph: oneTask("misspelt", "ecko") });
    const before = await rowCounts(db);
    const error = await refusalOf(start({ slug: "misspelt" }));
    expect(error).toMatchObject({
      code: "PRECONDITION_FAILED",
      details: [{ path: "/nodes/only/task", message: expect.stringContaining('did you mean "echo"?') }],
    });
    expect(await rowCounts(db)).toEqual(before);
  });

  test("a task that nobody registered is a warning of validation: it may be by the time the graph runs", async () => {
    const graph = { ...good, nodes: { only: { kind: "task", task: "ecoh" } }, edges: [] };
    const report = await validateWorkflow(services, owner, { graph });
    expect(report.valid).toBe(true);
    expect(report.problems).toContainEqual({
      code: "T001",
      level: "warning",
      path: "/nodes/only/task",
      message: expect.stringContaining('did you mean "echo"?'),
    });
  });

  test("validation tells the same problems and stores nothing", async () => {
    const before = await rowCounts(db);
    const report = await validateWorkflow(services, owner, {
      graph: { ...good, nodes: { a: { kind: "tsak" } } },
    });
    expect(report).toMatchObject({ valid: false });
    expect(await rowCounts(db)).toEqual(before);
  });
});

test("publishing refuses a workflow that would start runs without end through another one, and draws the way", async () => {
  const straight = (slug: string, workflow: string, edge?: object) => ({
    schemaVersion: 1,
    slug,
    name: slug,
    nodes: { x: { kind: "transform", output: 1 }, go: { kind: "subworkflow", workflow } },
    edges: [{ source: "x", target: "go", ...edge }],
  });
  const owner = callerAs("owner");
  await createWorkflow(services, owner, { graph: straight("ping", "pong") });
  const refused = createWorkflow(services, owner, { graph: straight("pong", "ping") });
  await expect(refused).rejects.toMatchObject({
    code: "VALIDATION",
    message: expect.stringContaining("pong (x → go) → ping (x → go) → pong"),
    details: [{ path: "/nodes/go/workflow", message: expect.stringContaining("R002") }],
  });
  const report = await validateWorkflow(services, owner, { graph: straight("pong", "ping") });
  const way = [
    { workflow: "pong", nodes: ["x", "go"], calls: "ping" },
    { workflow: "ping", nodes: ["x", "go"], calls: "pong" },
  ];
  expect(report).toMatchObject({ valid: false, problems: [{ code: "R002", way }] });
  const guarded = straight("pong", "ping", { when: "input.n > 0" });
  expect(await createWorkflow(services, owner, { graph: guarded })).toMatchObject({ revision: 1 });
  await expect(
    updateWorkflow(services, owner, { slug: "pong", graph: straight("pong", "ping") }),
  ).rejects.toThrow("without end");
});
