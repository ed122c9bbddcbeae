import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import type { Json } from "#server/engine/values/json";
import type { Services } from "../context.ts";
import { startInput } from "../inputs.ts";
import { callerAs, openServices, untilEnded } from "../testing/services.ts";
import { createWorkflow } from "../workflow/create.ts";
import { discardDraft } from "../workflow/discard-draft.ts";
import { getWorkflow } from "../workflow/get.ts";
import { lastCalls, lastRun } from "../workflow/last-run.ts";
import { pinNodes } from "../workflow/pin-nodes.ts";
import { draftPins } from "../workflow/pins.ts";
import { publishDraft } from "../workflow/publish-draft.ts";
import { saveDraft } from "../workflow/save-draft.ts";
import { journalPages } from "./journal.ts";
import { runNodes } from "./nodes.ts";
import { startRun } from "./start.ts";
import { startDraft } from "./start-draft.ts";

const { db } = await cloneDatabase();
const editor = callerAs("editor");
const done: string[] = [];
let services: Services;

beforeAll(async () => {
  services = await openServices(db, {
    add: {
      run: (input) => {
        const { name, value, text } = input as { name: string; value: number; text?: string };
        done.push(name);
        return { value: value + 1, ...(text === undefined ? {} : { text }) };
      },
    },
  });
});
beforeEach(() => done.splice(0));
afterAll(() => services.host.stop({ timeoutMs: 2_000 }));

/** Puts so many events into the journal of a tree, after what its start wrote. */
async function events60k(treeId: string): Promise<void> {
  const event = { v: 1, at: 1, type: "VariableSet", run: 0, name: "n", value: 1, actor: editor.actor };
  const events = JSON.stringify(Array.from({ length: 60_000 }, () => event));
  await db.sql.begin(async (tx) => {
    const [start] = await tx<{ lastSeq: number }[]>`
      select last_seq from journal where tree_id = ${treeId} order by first_seq limit 1`;
    const last = start?.lastSeq ?? 0;
    await tx`
      update journal set first_seq = first_seq + 60000, last_seq = last_seq + 60000
      where tree_id = ${treeId} and first_seq > ${last}`;
    await tx`
      insert into journal (tree_id, first_seq, last_seq, epoch, events)
      values (${treeId}, ${last + 1}, ${last + 60_000}, 1, ${events})`;
    await tx`update trees set head = head + 60000 where id = ${treeId}`;
  });
}

/** Moves what came after the start of a tree so far on that the result of a node is the event of that number. */
async function resultAt(treeId: string, node: string, seq: number): Promise<void> {
  let [first, at] = [0, 0];
  for await (const page of journalPages(services, { treeId, after: 0 })) {
    first ||= page.length;
    const isIt = ({ event }: (typeof page)[number]) => event.type === "NodeCompleted" && event.node === node;
    at = page.find(isIt)?.seq ?? at;
  }
  await db.sql`
    update journal set first_seq = first_seq + ${seq - at}, last_seq = last_seq + ${seq - at}
    where tree_id = ${treeId} and first_seq > ${first}`;
  await db.sql`update trees set head = head + ${seq - at} where id = ${treeId}`;
}

const add = (name: string, value: string, more: object = {}) => ({
  kind: "task",
  task: "add",
  input: { name, value, ...more },
});
/** Counts 1, 2, 3 on from its input. */
const graphOf = (slug: string, more: object = {}) => ({
  schemaVersion: 1,
  slug,
  name: slug,
  nodes: {
    first: add("first", "= input.value"),
    second: add("second", "= nodes.first.output.value"),
    third: add("third", "= nodes.second.output.value"),
    end: { kind: "end", output: "= nodes.third.output.value" },
  },
  edges: [
    { source: "first", target: "second" },
    { source: "second", target: "third" },
    { source: "third", target: "end" },
  ],
  ...more,
});
const ended = async (start: Promise<{ readonly id: string }>) => await untilEnded(services, (await start).id);
const sources = async (id: string) =>
  Object.fromEntries(
    (await runNodes(services, editor, { id })).nodes.map((node) => [node.nodeId, node.source]),
  );

describe("a run of a draft", () => {
  test("does what is drawn, though nothing of it is published, and is the run of no revision", async () => {
    await saveDraft(services, editor, { graph: graphOf("fresh") });
    const started = await startDraft(services, editor, { slug: "fresh", input: { value: 1 } });
    expect(started).toMatchObject({ pinned: [], reused: [], reusedFrom: null });
    expect(await untilEnded(services, started.id)).toMatchObject({
      status: "succeeded",
      output: 4,
      revision: 0,
    });
    expect(done).toEqual(["first", "second", "third"]);
    expect(await getWorkflow(services, editor, { slug: "fresh" })).toMatchObject({ revision: 0 });
    const [audited] =
      await db.sql`select action, detail from audit_log where object = ${`runs/${started.id}`}`;
    expect(audited).toEqual({ action: "run.startDraft", detail: "draft of fresh" });
  });

  test("gives what is pinned, says so of each node, and publishing takes no pin along", async () => {
    await saveDraft(services, editor, { graph: graphOf("pinned") });
    await pinNodes(services, editor, { slug: "pinned", pins: { first: { output: { value: 40 } } } });
    const started = await startDraft(services, editor, { slug: "pinned", input: { value: 1 } });
    expect(started.pinned).toEqual(["first"]);
    expect(await untilEnded(services, started.id)).toMatchObject({ output: 42 });
    expect(done).toEqual(["second", "third"]);
    expect(await sources(started.id)).toEqual({
      first: "pinned",
      second: "executed",
      third: "executed",
      end: "executed",
    });

    await publishDraft(services, editor, { slug: "pinned" });
    const [revision] = await db.sql<{ graph: string }[]>`select graph from revisions where slug = 'pinned'`;
    expect(JSON.parse(revision?.graph ?? "")).toEqual(graphOf("pinned"));
    done.splice(0);
    const real = await ended(
      startRun(services, editor, startInput.parse({ slug: "pinned", input: { value: 1 } })),
    );
    expect(real).toMatchObject({ output: 4, revision: 1 });
    expect(done).toEqual(["first", "second", "third"]);
    expect(await sources(real.id)).toMatchObject({ first: "executed" });
    expect((await draftPins(services, editor, { slug: "pinned" })).pins).toEqual({
      first: { output: { value: 40 } },
    });
  });

  test("goes to a node, from a node with what came before in the last run, and does one node alone", async () => {
    await saveDraft(services, editor, { graph: graphOf("parts") });
    const to = await startDraft(services, editor, { slug: "parts", input: { value: 10 }, until: "second" });
    expect(await untilEnded(services, to.id)).toMatchObject({ status: "succeeded", output: { value: 12 } });
    expect(done.splice(0)).toEqual(["first", "second"]);
    const { nodes } = await runNodes(services, editor, { id: to.id });
    expect(nodes.map(({ nodeId, leads }) => [nodeId, leads])).toEqual([
      ["first", [{ target: "second" }]],
      ["second", []],
    ]);

    const from = await startDraft(services, editor, { slug: "parts", from: "second" });
    expect(from).toMatchObject({ reused: ["first"], reusedFrom: to.id });
    expect(await untilEnded(services, from.id)).toMatchObject({ output: 13, input: { value: 10 } });
    expect(done.splice(0)).toEqual(["second", "third"]);
    expect(await sources(from.id)).toMatchObject({ first: "reused", second: "executed" });

    const alone = await startDraft(services, editor, { slug: "parts", from: "third", until: "third" });
    expect(alone.reused).toEqual(["first", "second"]);
    expect(await untilEnded(services, alone.id)).toMatchObject({ output: { value: 13 } });
    expect(done).toEqual(["third"]);
  });

  test("goes on from values that are too long to stand in the journal", async () => {
    const text = "x".repeat(100_000);
    const nodes = {
      ...graphOf("long").nodes,
      first: add("first", "= input.value", { text: "= input.text" }),
    };
    await saveDraft(services, editor, { graph: graphOf("long", { nodes }) });
    const whole = await ended(startDraft(services, editor, { slug: "long", input: { value: 1, text } }));
    const from = await startDraft(services, editor, { slug: "long", from: "second" });
    expect(await untilEnded(services, from.id)).toMatchObject({ status: "succeeded", output: 4 });
    const last = await lastRun(services, editor, { slug: "long" });
    expect(last).toMatchObject({
      runId: from.id,
      truncated: false,
      nodes: { first: { output: { value: 2, text } } },
    });
    const calls = await lastCalls(services, editor, { slug: "long" });
    expect(calls?.places).toEqual({ "root:second": { value: 3 }, "root:third": { value: 4 } });
    expect(whole.id).not.toBe(from.id);
  });

  test("tells what the nodes of the root gave behind 60,000 other events", async () => {
    await saveDraft(services, editor, { graph: graphOf("tall") });
    const { id } = await ended(startDraft(services, editor, { slug: "tall", input: { value: 1 } }));
    await events60k(id);
    expect(await lastRun(services, editor, { slug: "tall" })).toMatchObject({
      nodes: { first: { output: { value: 2 } }, third: { output: { value: 4 } } },
      truncated: false,
    });
    expect((await lastCalls(services, editor, { slug: "tall" }))?.places).toHaveProperty(["root:third"]);
  });

  test("tells what stands before the 500,000th event, that one too, and says that there was more", async () => {
    await saveDraft(services, editor, { graph: graphOf("taller") });
    const { id } = await ended(startDraft(services, editor, { slug: "taller", input: { value: 1 } }));
    await resultAt(id, "second", 500_000);
    const last = await lastRun(services, editor, { slug: "taller" });
    expect(last).toMatchObject({ input: { value: 1 }, truncated: true });
    expect(Object.keys(last?.nodes ?? {})).toEqual(["first", "second"]);
    const calls = await lastCalls(services, editor, { slug: "taller" });
    expect(calls?.truncated).toBe(true);
    expect(Object.keys(calls?.places ?? {})).toEqual(["root:first", "root:second"]);
  });

  test("goes on from a node before any run has ended, as soon as what comes before it is pinned", async () => {
    await saveDraft(services, editor, { graph: graphOf("unrun") });
    const alone = { slug: "unrun", input: { value: 1 }, from: "third", until: "third" };
    await expect(startDraft(services, editor, alone)).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("first, second. Pin what they give"),
    });
    const given = { first: { output: { value: 2 } }, second: { output: { value: 40 } } };
    await pinNodes(services, editor, { slug: "unrun", pins: given });
    const started = await startDraft(services, editor, alone);
    expect(started).toMatchObject({ pinned: ["first", "second"], reused: [], reusedFrom: null });
    expect(await untilEnded(services, started.id)).toMatchObject({ status: "succeeded" });
    expect(done).toEqual(["third"]);
  });

  test.each([
    ["VALIDATION", { until: "gone" }],
    ["VALIDATION", { from: "gone" }],
    ["CONFLICT", { from: "second" }],
    ["PRECONDITION_FAILED", { hash: "0".repeat(64) }],
  ])("is refused as %s for %j, and nothing starts", async (code, more) => {
    const slug = `refused-${JSON.stringify(more).replace(/[^a-z]/g, "")}`.slice(0, 60);
    await saveDraft(services, editor, { graph: graphOf(slug) });
    await expect(startDraft(services, editor, { slug, input: { value: 1 }, ...more })).rejects.toMatchObject({
      code,
    });
    expect((await db.sql`select 1 from trees where slug = ${slug}`).count).toBe(0);
  });

  test("is refused where it has errors, what is pinned does not fit, or somebody may not edit", async () => {
    await saveDraft(services, editor, {
      graph: graphOf("wrong", { edges: [{ source: "first", target: "nowhere" }] }),
    });
    await expect(startDraft(services, editor, { slug: "wrong" })).rejects.toMatchObject({
      code: "VALIDATION",
    });
    await createWorkflow(services, editor, { graph: graphOf("right") });
    await pinNodes(services, editor, { slug: "right", pins: { first: { output: 1, port: "up" } } });
    await expect(startDraft(services, editor, { slug: "right" })).rejects.toMatchObject({ code: "CONFLICT" });
    const operator = callerAs("operator");
    await expect(startDraft(services, operator, { slug: "right" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});

describe("pins", () => {
  const pin = (pins: Record<string, { output: Json } | null>, slug = "kept") =>
    pinNodes(services, editor, { slug, pins });

  test("are set and taken away one by one, go with a draft that is discarded, and are told in the audit log", async () => {
    await createWorkflow(services, editor, { graph: graphOf("kept") });
    await pin({ first: { output: 1 }, second: { output: null } });
    expect((await pin({ first: null })).pins).toEqual({ second: { output: null } });
    const rows = await db.sql<{ detail: string }[]>`
      select detail from audit_log where action = 'workflow.pin' and object = 'workflows/kept' order by id`;
    expect(rows.map(({ detail }) => detail)).toEqual(["pinned first, second", "unpinned first"]);
    await saveDraft(services, editor, { slug: "kept", graph: graphOf("kept", { description: "Changed" }) });
    await discardDraft(services, editor, { slug: "kept" });
    expect((await draftPins(services, editor, { slug: "kept" })).pins).toEqual({});
  });

  test("of a workflow that is not there, and pins that are too long, are refused", async () => {
    await expect(pin({ a: { output: 1 } }, "nowhere")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(pin({ a: { output: "x".repeat(1_100_000) } })).rejects.toMatchObject({
      code: "LIMIT_EXCEEDED",
    });
  });
});
