import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withTransaction } from "#db/client";
import { relayWorkspaceEvents, type SequencedEvent } from "#db/queries/workspace-events";
import { cloneDatabase } from "#db/testing/template-database";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { startInput } from "../inputs.ts";
import { getRun } from "../run/get.ts";
import { signalRun } from "../run/signal.ts";
import { startRun } from "../run/start.ts";
import { callerAs, openServices, rowCounts, untilEnded } from "../testing/services.ts";
import { workspaceEvent } from "../workspace/events.ts";
import { createWorkflow } from "./create.ts";
import { discardDraft } from "./discard-draft.ts";
import { getWorkflow } from "./get.ts";
import { getDraft } from "./get-draft.ts";
import { listWorkflows } from "./list.ts";
import { publishDraft } from "./publish-draft.ts";
import { saveDraft } from "./save-draft.ts";
import { seedExamples } from "./seed-examples.ts";
import { updateWorkflow } from "./update.ts";

const { db } = await cloneDatabase();
const ada = callerAs("editor");
const bob = callerAs("admin");
let services: Services;

beforeAll(async () => {
  services = await openServices(db, { echo: { pure: true, run: (input) => input } });
});
afterAll(() => services.host.stop({ timeoutMs: 2_000 }));

const graphOf = (slug: string, more: object = {}) => ({
  schemaVersion: 1,
  slug,
  name: `The ${slug}`,
  nodes: { only: { kind: "task", task: "echo", input: "= input" } },
  edges: [],
  ...more,
});
/** Has the shape of a graph and can never run. */
const brokenOf = (slug: string) => graphOf(slug, { edges: [{ source: "only", target: "nowhere" }] });

const publishNew = (slug: string) => createWorkflow(services, ada, { graph: graphOf(slug) });
const save = (slug: string, graph: unknown, base?: string) =>
  saveDraft(services, ada, { slug, graph, ...(base === undefined ? {} : { base }) });

async function refusalOf(act: Promise<unknown>): Promise<ServiceError> {
  const error = await act.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ServiceError);
  return error as ServiceError;
}

async function auditOf(slug: string): Promise<string[]> {
  const rows = await db.sql<{ action: string; actorName: string }[]>`
    select action, actor_name from audit_log where object = ${`workflows/${slug}`} order by id`;
  return rows.map(({ action, actorName }) => `${action} by ${actorName}`);
}

async function toldOf(slug: string): Promise<string[]> {
  while (await relayWorkspaceEvents(db));
  const rows = await db.sql<{ kind: string }[]>`
    select kind from workspace_events where subject = ${slug} order by seq`;
  return rows.map(({ kind }) => kind);
}

describe("a workflow that was never published", () => {
  test("is listed with its draft, has pages, and cannot be run until it is published", async () => {
    const saved = await saveDraft(services, ada, { graph: graphOf("fresh") });
    expect(saved).toEqual({
      slug: "fresh",
      draft: { hash: expect.stringMatching(/^[0-9a-f]{64}$/), at: expect.any(String), by: "editor" },
      problems: [],
    });
    const listed = (await listWorkflows(services, bob)).find(({ slug }) => slug === "fresh");
    expect(listed).toMatchObject({
      name: "The fresh",
      revision: 0,
      nodes: 1,
      draft: saved.draft,
      updatedBy: "editor",
      updatedAt: saved.draft.at,
    });
    expect(await getWorkflow(services, bob, { slug: "fresh" })).toMatchObject({
      revision: 0,
      graph: null,
      hash: null,
      draft: saved.draft,
      problems: [],
    });
    const refused = await refusalOf(startRun(services, bob, startInput.parse({ slug: "fresh" })));
    expect(refused.code).toBe("PRECONDITION_FAILED");
    expect(refused.message).toContain("POST /api/v1/workflows/fresh/publish");

    expect(await publishDraft(services, bob, { slug: "fresh", hash: saved.draft.hash })).toEqual({
      slug: "fresh",
      revision: 1,
      hash: saved.draft.hash,
      problems: [],
    });
    expect(await getWorkflow(services, bob, { slug: "fresh" })).toMatchObject({
      revision: 1,
      hash: saved.draft.hash,
      draft: null,
      updatedBy: "admin",
    });
    const { id } = await startRun(services, bob, startInput.parse({ slug: "fresh", input: { a: 1 } }));
    expect(await untilEnded(services, id)).toMatchObject({ status: "succeeded", revision: 1 });
    expect(await auditOf("fresh")).toEqual(["workflow.saveDraft by editor", "workflow.publish by admin"]);
    expect(await toldOf("fresh")).toEqual(["workflow.changed", "workflow.published"]);
  });

  test("takes its name from its draft, and is deleted whole with it", async () => {
    await saveDraft(services, ada, { graph: graphOf("passing") });
    await save("passing", graphOf("passing", { name: "Renamed" }));
    expect(await getWorkflow(services, ada, { slug: "passing" })).toMatchObject({ name: "Renamed" });
    expect(await discardDraft(services, ada, { slug: "passing" })).toEqual({
      slug: "passing",
      workflowDeleted: true,
    });
    expect((await refusalOf(getWorkflow(services, ada, { slug: "passing" }))).code).toBe("NOT_FOUND");
    expect((await auditOf("passing")).at(-1)).toBe("workflow.discardDraft by editor");
    expect(await toldOf("passing")).toHaveLength(3);
    const [told] = await db.sql<SequencedEvent[]>`
      select * from workspace_events where subject = 'passing' order by seq desc limit 1`;
    expect(told && workspaceEvent(told)).toMatchObject({ gone: true, actor: { name: ada.actor.name } });
    await saveDraft(services, ada, { graph: graphOf("passing") });
  });

  test("can be published directly: the draft is somebody's work and stays", async () => {
    const { draft } = await saveDraft(services, ada, { graph: brokenOf("overtaken") });
    expect((await refusalOf(publishNew("overtaken"))).code).toBe("CONFLICT");
    const graph = graphOf("overtaken");
    expect(await updateWorkflow(services, bob, { slug: "overtaken", graph })).toMatchObject({ revision: 1 });
    expect(await getWorkflow(services, bob, { slug: "overtaken" })).toMatchObject({ revision: 1, draft });
  });

  test("is left alone by the examples that come with the product", async () => {
    const { draft } = await saveDraft(services, ada, { graph: brokenOf("example") });
    expect(await seedExamples(services, [graphOf("example")])).toEqual([]);
    expect(await getWorkflow(services, bob, { slug: "example" })).toMatchObject({ revision: 0, draft });
  });

  test("cannot take a slug that is taken", async () => {
    await publishNew("taken");
    const before = await rowCounts(db);
    const refused = await refusalOf(saveDraft(services, ada, { graph: graphOf("taken") }));
    expect(refused).toMatchObject({ code: "CONFLICT", details: [{ path: "/slug" }] });
    expect(await rowCounts(db)).toEqual(before);
  });
});

describe("a draft", () => {
  test("of a published workflow changes nothing that runs, and tells how it differs", async () => {
    await publishNew("edited");
    const nodes = { ...graphOf("edited").nodes, more: { kind: "transform", output: 1 } };
    await save("edited", graphOf("edited", { nodes, edges: [{ source: "only", target: "more" }] }));
    const { id } = await startRun(services, bob, startInput.parse({ slug: "edited", input: { a: 1 } }));
    expect(await untilEnded(services, id)).toMatchObject({ revision: 1, output: { a: 1 } });
    expect(await getDraft(services, callerAs("viewer"), { slug: "edited" })).toMatchObject({
      revision: 1,
      valid: true,
      problems: [],
      changes: {
        nodes: { added: ["more"], removed: [], changed: [], moved: [] },
        edges: { added: [{ source: "only", target: "more", port: null }] },
        fields: [],
      },
    });
    expect(await publishDraft(services, bob, { slug: "edited", note: "One more node" })).toMatchObject({
      revision: 2,
    });
    expect(await getWorkflow(services, bob, { slug: "edited" })).toMatchObject({
      revision: 2,
      note: "One more node",
      draft: null,
    });
    expect((await refusalOf(getDraft(services, bob, { slug: "edited" }))).message).toContain("no draft");
  });

  test("that a run was started before takes no part in it: a run keeps its revision", async () => {
    const nodes = { hold: { kind: "wait", signal: "go" }, end: { kind: "end", output: "= 'first'" } };
    const edges = [{ source: "hold", target: "end" }];
    await createWorkflow(services, ada, { graph: graphOf("pinned", { nodes, edges }) });
    const { id } = await startRun(services, bob, startInput.parse({ slug: "pinned" }));
    const second = { ...nodes, end: { kind: "end", output: "= 'second'" } };
    await save("pinned", graphOf("pinned", { nodes: second, edges }));
    await publishDraft(services, ada, { slug: "pinned" });
    expect(await getRun(services, bob, { id })).toMatchObject({ revision: 1 });
    await signalRun(services, bob, { id, name: "go", payload: null });
    expect(await untilEnded(services, id)).toMatchObject({ revision: 1, output: "first" });
  });

  test("with errors is kept and told; publishing it is refused with them, and it stays", async () => {
    await publishNew("broken");
    const { draft, problems } = await save("broken", brokenOf("broken"));
    expect(problems).toMatchObject([{ code: "G008", level: "error", path: "/edges/0/target" }]);
    const before = await rowCounts(db);
    const refused = await refusalOf(publishDraft(services, bob, { slug: "broken" }));
    expect(refused).toMatchObject({ code: "VALIDATION", details: [{ path: "/edges/0/target" }] });
    expect(await rowCounts(db)).toEqual(before);
    expect(await getDraft(services, bob, { slug: "broken" })).toMatchObject({ draft, valid: false });
  });

  test("need not even have the shape of a graph; then nothing is said of how it differs", async () => {
    await publishNew("shapeless");
    const graph = { slug: "shapeless", nodes: { a: { kind: "tsak" } }, "\u0000": "\u0000" };
    await save("shapeless", graph);
    const found = await getDraft(services, bob, { slug: "shapeless" });
    expect(found).toMatchObject({ graph, valid: false, changes: null });
    expect(found.problems.map(({ code }) => code)).toContain("G006");
  });

  test("that is the same again is not written again", async () => {
    await publishNew("still");
    const first = await save("still", graphOf("still", { description: "x" }));
    const counts = await rowCounts(db);
    const again = await saveDraft(services, bob, {
      slug: "still",
      graph: graphOf("still", { description: "x" }),
    });
    expect(again.draft).toEqual(first.draft);
    expect(await rowCounts(db)).toEqual(counts);
  });

  test("that equals what is published gives no new revision, and is gone", async () => {
    const { hash } = await publishNew("equal");
    await save("equal", graphOf("equal"));
    expect(await publishDraft(services, ada, { slug: "equal" })).toMatchObject({ revision: 1, hash });
    expect((await getWorkflow(services, ada, { slug: "equal" })).draft).toBeNull();
    expect(await toldOf("equal")).toEqual(["workflow.published", "workflow.changed", "workflow.changed"]);
  });

  test("is discarded alone where something is published", async () => {
    await publishNew("kept");
    await save("kept", brokenOf("kept"));
    expect(await discardDraft(services, ada, { slug: "kept" })).toEqual({
      slug: "kept",
      workflowDeleted: false,
    });
    expect(await getWorkflow(services, ada, { slug: "kept" })).toMatchObject({ revision: 1, draft: null });
    expect((await refusalOf(discardDraft(services, ada, { slug: "kept" }))).code).toBe("NOT_FOUND");
  });
});

describe("who has seen something else is refused, and nothing is written:", () => {
  test("saving over a draft that moved, or over the first draft of another person", async () => {
    const { hash: published } = await publishNew("shared");
    const mine = await save("shared", graphOf("shared", { description: "mine" }), published);
    const counts = await rowCounts(db);
    for (const base of [published, "0".repeat(64)]) {
      const refused = await refusalOf(save("shared", graphOf("shared", { description: "theirs" }), base));
      expect(refused).toMatchObject({ code: "PRECONDITION_FAILED", present: { hash: mine.draft.hash } });
      expect(refused.message).toContain(mine.draft.hash);
      expect(refused.message).toContain("editor");
    }
    expect(await rowCounts(db)).toEqual(counts);
    expect(await getDraft(services, bob, { slug: "shared" })).toMatchObject({
      graph: { description: "mine" },
    });
    await save("shared", graphOf("shared", { description: "next" }), mine.draft.hash);
  });

  test("the same draft once more is no conflict: the answer to the first time may have been lost", async () => {
    const { hash } = await publishNew("again");
    const mine = graphOf("again", { description: "mine" });
    const first = await save("again", mine, hash);
    expect(await save("again", mine, hash)).toEqual(first);
    const other = graphOf("again", { description: "other" });
    expect((await refusalOf(save("again", other, hash))).code).toBe("PRECONDITION_FAILED");
  });

  test("of several who save at the same time over the same hash, one wins", async () => {
    const { hash } = await publishNew("raced");
    const saved = await Promise.allSettled(
      ["a", "b", "c", "d"].map((description) => save("raced", graphOf("raced", { description }), hash)),
    );
    expect(saved.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await auditOf("raced")).toHaveLength(2);
  });

  test("saves of one person that follow each other are one row of the audit log, those of others not", async () => {
    const { hash } = await publishNew("typed");
    let base = hash;
    for (const description of ["a", "ab", "abc"])
      base = (await save("typed", graphOf("typed", { description }), base)).draft.hash;
    expect(await auditOf("typed")).toHaveLength(2);
    const graph = graphOf("typed", { description: "theirs" });
    base = (await saveDraft(services, bob, { slug: "typed", graph, base })).draft.hash;
    await save("typed", graphOf("typed", { description: "mine" }), base);
    expect(await auditOf("typed")).toHaveLength(4);
    await db.sql`update audit_log set at = at - interval '11 minutes' where object = 'workflows/typed'`;
    const { draft } = await save("typed", graphOf("typed", { description: "later" }));
    expect(await auditOf("typed")).toHaveLength(5);
    expect(draft.hash).not.toBe(base);
  });

  test("publishing or discarding a draft that moved", async () => {
    const { hash } = await publishNew("moved");
    const { draft } = await save("moved", graphOf("moved", { description: "x" }));
    for (const act of [
      () => publishDraft(services, bob, { slug: "moved", hash }),
      () => discardDraft(services, bob, { slug: "moved", base: hash }),
    ])
      expect(await refusalOf(act())).toMatchObject({
        code: "PRECONDITION_FAILED",
        present: { hash: draft.hash },
      });
    expect(await getWorkflow(services, bob, { slug: "moved" })).toMatchObject({ revision: 1, draft });
  });

  test("a draft that was changed and changed back is told to be what is published", async () => {
    await publishNew("undone");
    await save("undone", graphOf("undone", { description: "other" }));
    expect(await getDraft(services, ada, { slug: "undone" })).toMatchObject({ same: false });
    await save("undone", graphOf("undone"));
    expect(await getDraft(services, ada, { slug: "undone" })).toMatchObject({ same: true, revision: 1 });
  });

  test("publishing over a revision that came out since the draft was begun", async () => {
    await publishNew("overrun");
    await save("overrun", graphOf("overrun", { description: "mine" }));
    await updateWorkflow(services, bob, {
      slug: "overrun",
      graph: graphOf("overrun", { description: "theirs" }),
    });
    await save("overrun", graphOf("overrun", { description: "mine again" }));
    expect(await getDraft(services, ada, { slug: "overrun" })).toMatchObject({ revision: 2, begunFrom: 1 });
    for (const over of [{}, { over: 1 }]) {
      const refused = await refusalOf(publishDraft(services, ada, { slug: "overrun", ...over }));
      expect(refused.code).toBe("PRECONDITION_FAILED");
      expect(refused.message).toContain("Revision 2");
      expect(refused.message).toContain('"over": 2');
    }
    expect(await publishDraft(services, ada, { slug: "overrun", over: 2 })).toMatchObject({ revision: 3 });
    await save("overrun", graphOf("overrun", { description: "anew" }));
    expect(await getDraft(services, ada, { slug: "overrun" })).toMatchObject({ revision: 3, begunFrom: 3 });
    expect(await publishDraft(services, ada, { slug: "overrun" })).toMatchObject({ revision: 4 });
  });

  test("a draft that is saved while another one is being published is not published unseen", async () => {
    await publishNew("between");
    const { draft } = await save("between", graphOf("between", { description: "seen" }));
    const publishing = await withTransaction(db, async (tx) => {
      await tx`update workflows set draft_hash = 'other' where slug = 'between'`;
      const waiting = refusalOf(publishDraft(services, bob, { slug: "between", hash: draft.hash }));
      await setTimeout(200);
      return { waiting };
    });
    expect(await publishing.waiting).toMatchObject({
      code: "PRECONDITION_FAILED",
      present: { hash: "other" },
    });
    expect((await getWorkflow(services, bob, { slug: "between" })).revision).toBe(1);
  });

  test("publishing a revision directly over one that moved", async () => {
    const { hash } = await publishNew("direct");
    const next = graphOf("direct", { description: "x" });
    const second = await updateWorkflow(services, ada, { slug: "direct", graph: next, base: hash });
    const refused = await refusalOf(
      updateWorkflow(services, ada, { slug: "direct", graph: graphOf("direct"), base: hash }),
    );
    expect(refused).toMatchObject({ code: "PRECONDITION_FAILED", present: { hash: second.hash } });
  });
});

describe("bad requests are refused with their place, and nothing is written:", () => {
  const cases: readonly [string, () => Promise<unknown>, string, string | null][] = [
    ["no graph", () => saveDraft(services, ada, { graph: undefined }), "VALIDATION", "/"],
    [
      "a graph without a slug",
      () => saveDraft(services, ada, { graph: { nodes: {} } }),
      "VALIDATION",
      "/slug",
    ],
    [
      "a slug that is none",
      () => saveDraft(services, ada, { graph: { slug: "A B" } }),
      "VALIDATION",
      "/slug",
    ],
    ["another workflow's graph", () => save("known", graphOf("other")), "VALIDATION", "/slug"],
    ["a draft of an unknown workflow", () => save("unknown", graphOf("unknown")), "NOT_FOUND", null],
    [
      "publishing an unknown workflow",
      () => publishDraft(services, ada, { slug: "unknown" }),
      "NOT_FOUND",
      null,
    ],
    ["publishing without a draft", () => publishDraft(services, ada, { slug: "known" }), "NOT_FOUND", null],
    [
      "saving as an operator",
      () => saveDraft(services, callerAs("operator"), { graph: {} }),
      "FORBIDDEN",
      null,
    ],
    [
      "publishing as an operator",
      () => publishDraft(services, callerAs("operator"), { slug: "known" }),
      "FORBIDDEN",
      null,
    ],
    [
      "discarding as an operator",
      () => discardDraft(services, callerAs("operator"), { slug: "known" }),
      "FORBIDDEN",
      null,
    ],
    [
      "what is longer than any graph",
      () => save("known", { slug: "known", text: "x".repeat(5 * 1024 * 1024) }),
      "LIMIT_EXCEEDED",
      null,
    ],
  ];
  beforeAll(async () => {
    await publishNew("known");
  });

  test.each(cases)("%s", async (_, act, code, path) => {
    const before = await rowCounts(db);
    const refused = await refusalOf(act());
    expect(refused.code).toBe(code);
    if (path !== null) expect(refused.details.map((detail) => detail.path)).toContain(path);
    expect(await rowCounts(db)).toEqual(before);
  });

  test("an unknown workflow says how to list them", async () => {
    const refused = await refusalOf(getWorkflow(services, ada, { slug: "unknown" }));
    expect(refused.message).toContain("GET /api/v1/workflows");
    expect(refused.message).toContain("banyan -- workflows list");
  });
});
