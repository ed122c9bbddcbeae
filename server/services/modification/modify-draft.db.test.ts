import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { cloneDatabase } from "#db/testing/template-database";
import type { Graph } from "#server/engine/graph/graph";
import { applyOperations } from "#server/engine/modification/apply";
import type { Operation } from "#server/engine/modification/schemas";
import { seeded } from "#server/engine/simulation/random";
import { editedGraph, randomOperation } from "#server/engine/testing/random-operations";
import { defineModificationAction } from "#server/executors/task/define-modification-action";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { type ModifyDraftInput, modifyDraftInput } from "../inputs-modifications.ts";
import { callerAs, openServices, rowCounts } from "../testing/services.ts";
import { createWorkflow } from "../workflow/create.ts";
import { getWorkflow } from "../workflow/get.ts";
import { getDraft } from "../workflow/get-draft.ts";
import { publishDraft } from "../workflow/publish-draft.ts";
import { saveDraft } from "../workflow/save-draft.ts";
import { listActions } from "./list-actions.ts";
import { listOperations } from "./list-operations.ts";
import { modifyDraft } from "./modify-draft.ts";

const { db } = await cloneDatabase();
const ada = callerAs("editor");
let services: Services;

const loop = defineModificationAction({
  name: "make-a-loop",
  params: z.unknown(),
  propose: ({ graph }) => {
    const [first, last] = [Object.keys(graph.nodes)[0] ?? "", Object.keys(graph.nodes).at(-1) ?? ""];
    return [{ op: "addEdge", edge: { source: last, target: first } }];
  },
});
const missing = defineModificationAction({
  name: "remove-what-is-not-there",
  params: z.unknown(),
  propose: () => [{ op: "removeNode", id: "nobody" }],
});
const asFacts = defineModificationAction({
  name: "retry-by-facts",
  params: z.strictObject({ node: z.string() }),
  propose: ({ params: { node }, facts }) => [
    { op: "setNode", id: node, changes: [{ path: "/retry/maxAttempts", value: facts["attempts"] ?? 1 }] },
  ],
});

beforeAll(async () => {
  services = await openServices(
    db,
    { echo: { pure: true, run: (input) => input } },
    { actions: [loop, missing, asFacts] },
  );
});
afterAll(() => services.host.stop({ timeoutMs: 2_000 }));

const graphOf = (slug: string) => ({
  schemaVersion: 1,
  slug,
  name: slug,
  nodes: {
    first: { kind: "task", task: "echo", input: "= input", timeoutMs: 1_000 },
    second: { kind: "transform", output: "= nodes.first.output" },
  },
  edges: [{ source: "first", target: "second" }],
});
const published = (slug: string) => createWorkflow(services, ada, { graph: graphOf(slug) });
const modify = (input: ModifyDraftInput) => modifyDraft(services, ada, modifyDraftInput.parse(input));

async function refusalOf(act: Promise<unknown>): Promise<ServiceError> {
  const error = await act.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ServiceError);
  return error as ServiceError;
}

describe("a modification", () => {
  test("makes a draft of what is published, and its inverse leads back to the same hash", async () => {
    const { hash } = await published("changed");
    const operations: Operation[] = [
      { op: "renameNode", id: "first", to: "read" },
      { op: "insertApproval", id: "ask", before: "second" },
    ];
    const modified = await modify({ slug: "changed", base: hash, operations });
    expect(modified).toMatchObject({
      slug: "changed",
      draft: { by: "editor" },
      valid: true,
      problems: [],
      operations,
      graph: { nodes: { second: { output: "= nodes.read.output" } } },
      changes: { nodes: { added: expect.arrayContaining(["ask", "read"]), removed: ["first"] } },
    });
    expect(modified.hash).not.toBe(hash);
    const kept = await getDraft(services, ada, { slug: "changed" });
    expect(kept).toMatchObject({ draft: { hash: modified.hash }, graph: modified.graph, valid: true });
    expect((await getWorkflow(services, ada, { slug: "changed" })).hash).toBe(hash);

    const back = await modify({ slug: "changed", base: modified.hash, operations: [...modified.inverse] });
    expect(back.hash).toBe(hash);
    const rows = await db.sql<{ action: string; detail: string }[]>`
      select action, detail from audit_log where object = 'workflows/changed' order by id`;
    expect(rows.map(({ action }) => action)).toEqual([
      "workflow.write",
      "workflow.modifyDraft",
      "workflow.modifyDraft",
    ]);
    expect(rows[1]?.detail).toBe(`${modified.hash.slice(0, 12)}: renameNode, insertApproval`);
  });

  test("of a dry run keeps nothing and answers the hash that it would have", async () => {
    await published("dry");
    const before = await rowCounts(db);
    const operations: Operation[] = [{ op: "setMeta", set: { description: "x" } }];
    const dry = await modify({ slug: "dry", dryRun: true, operations });
    expect(dry).toMatchObject({ draft: null, valid: true, graph: { description: "x" } });
    expect(await rowCounts(db)).toEqual(before);
    expect((await getWorkflow(services, ada, { slug: "dry" })).draft).toBeNull();
    expect((await modify({ slug: "dry", operations })).hash).toBe(dry.hash);
  });

  test("that changes nothing makes no draft", async () => {
    await published("as-it-is");
    const before = await rowCounts(db);
    expect(await modify({ slug: "as-it-is", operations: [] })).toMatchObject({ draft: null, inverse: [] });
    expect(await rowCounts(db)).toEqual(before);
  });

  test("may leave a draft with errors, which are told", async () => {
    await published("unfinished");
    const modified = await modify({ slug: "unfinished", operations: [{ op: "removeNode", id: "first" }] });
    expect(modified).toMatchObject({ valid: false, problems: [{ code: "V001", level: "error" }] });
    expect((await refusalOf(publishDraft(services, ada, { slug: "unfinished" }))).code).toBe("VALIDATION");
  });

  test("and its inverse lead random drafts back to their hash", async () => {
    await saveDraft(services, ada, { graph: { slug: "random", nodes: {} } });
    let done = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 0x7fff_ffff }), async (seed) => {
        const random = seeded(seed);
        const graph = editedGraph(random);
        const { draft } = await saveDraft(services, ada, { slug: "random", graph });
        const stored = (await getDraft(services, ada, { slug: "random" })).graph as Graph;
        const operations: Operation[] = [];
        for (let at = stored, tries = 0; tries < 12; tries++) {
          const operation = randomOperation(random, at);
          const applied = applyOperations(at, [operation]);
          if (!applied.ok || applied.graph.slug !== "random") continue;
          operations.push(operation);
          at = applied.graph;
        }
        const { hash, inverse } = await modify({ slug: "random", base: draft.hash, operations });
        const back = await modify({
          slug: "random",
          base: hash,
          operations: JSON.parse(JSON.stringify(inverse)),
        });
        expect(back.hash).toBe(draft.hash);
        done += operations.length;
      }),
      { numRuns: 60 },
    );
    expect(done).toBeGreaterThan(100);
  });
});

describe("an action", () => {
  test("says which operations, is named in the audit log, and is undone like them", async () => {
    const { hash } = await published("scaled");
    const action = { name: "scaleResources", params: { factor: 2, of: ["time"] } };
    const modified = await modify({ slug: "scaled", action });
    expect(modified.operations).toEqual([{ op: "scaleResources", factor: 2, of: ["time"] }]);
    expect(modified.graph.nodes["first"]).toMatchObject({ timeoutMs: 2_000 });
    const [row] = await db.sql<{ detail: string }[]>`
      select detail from audit_log where object = 'workflows/scaled' order by id desc limit 1`;
    expect(row?.detail).toContain("action scaleResources: scaleResources");
    expect((await modify({ slug: "scaled", operations: [...modified.inverse] })).hash).toBe(hash);
  });

  test("of one's own gets parameters and facts", async () => {
    await published("own");
    const action = { name: "retry-by-facts", params: { node: "first" }, facts: { attempts: 4 } };
    expect((await modify({ slug: "own", action })).graph.nodes["first"]).toMatchObject({
      retry: { maxAttempts: 4 },
    });
  });
});

test("a long list is done in turns, which changes neither what leads back nor the place that is refused", async () => {
  const { hash } = await published("long");
  const add = (id: string): Operation => ({ op: "addNode", id, node: { kind: "transform", output: null } });
  const operations = Array.from({ length: 130 }, (_, i) => add(`n${i}`));
  const refused = await refusalOf(modify({ slug: "long", operations: [...operations, add("n7")] }));
  expect(refused.details).toMatchObject([{ path: "/operations/130" }]);
  const modified = await modify({ slug: "long", operations });
  expect(Object.keys(modified.graph.nodes)).toHaveLength(132);
  expect((await modify({ slug: "long", operations: [...modified.inverse] })).hash).toBe(hash);
});

test("an action is not blamed for errors that were there, wherever they have come to stand", async () => {
  const { nodes, edges } = graphOf("blamed");
  const graph = { ...graphOf("blamed"), nodes, edges: [...edges, { source: "second", target: "nowhere" }] };
  await saveDraft(services, ada, { graph });
  const action = {
    name: "insertApproval",
    params: { id: "ask", edge: { source: "first", target: "second" } },
  };
  const moved = await modify({ slug: "blamed", action });
  expect(moved).toMatchObject({ valid: false, problems: [{ code: "G008" }] });
  const skip = { name: "skipNode", params: { id: "first" } };
  expect((await modify({ slug: "blamed", action: skip })).valid).toBe(false);
  await modify({
    slug: "blamed",
    operations: [{ op: "removeEdge", edge: { source: "first", target: "ask" } }],
  });
  const limits = { name: "setLimits", params: { set: { maxDepth: 3 } } };
  expect((await modify({ slug: "blamed", action: limits })).graph.limits).toEqual({ maxDepth: 3 });
});

describe("bad requests are refused with their place, and nothing is written:", () => {
  beforeAll(async () => {
    await published("known");
    await saveDraft(services, ada, { graph: { slug: "shapeless", nodes: { a: { kind: "tsak" } } } });
  });
  const operations: Operation[] = [{ op: "removeNode", id: "second" }];
  const cases: readonly [string, ModifyDraftInput, string, string, string][] = [
    ["an unknown workflow", { slug: "unknown", operations }, "NOT_FOUND", "", ""],
    [
      "a base that moved",
      { slug: "known", operations, base: "0".repeat(64) },
      "PRECONDITION_FAILED",
      "/base",
      "",
    ],
    [
      "the second operation",
      { slug: "known", operations: [...operations, ...operations] },
      "VALIDATION",
      "/operations/1",
      "M001",
    ],
    [
      "an operation that is none",
      { slug: "known", operations: [{ op: "setNode", id: "first", changes: [{ path: "x" }] }] },
      "VALIDATION",
      "/operations/0/changes/0/path",
      "JSON Pointer",
    ],
    [
      "another slug",
      { slug: "known", operations: [{ op: "setMeta", set: { slug: "x" } }] },
      "VALIDATION",
      "/slug",
      "",
    ],
    [
      "an unknown action",
      { slug: "known", action: { name: "scale" } },
      "VALIDATION",
      "/action/name",
      "there are",
    ],
    [
      "parameters that do not fit",
      { slug: "known", action: { name: "scaleResources", params: { factor: "x" } } },
      "VALIDATION",
      "/action/params/factor",
      "scaleResources",
    ],
    [
      "an action whose operation does not apply",
      { slug: "known", action: { name: "remove-what-is-not-there" } },
      "VALIDATION",
      "/action",
      "Action remove-what-is-not-there, operation 0",
    ],
    [
      "an action that makes a graph that cannot run",
      { slug: "known", action: { name: "make-a-loop" } },
      "VALIDATION",
      "/nodes",
      "Action make-a-loop makes a graph that is not valid",
    ],
    [
      "a draft without the shape of a graph",
      { slug: "shapeless", operations },
      "VALIDATION",
      "/nodes/a/kind",
      "Save a whole graph first",
    ],
  ];

  test.each(cases)("%s", async (_, input, code, path, message) => {
    const before = await rowCounts(db);
    for (const dryRun of [true, false]) {
      const refused = await refusalOf(modify({ ...input, dryRun }));
      expect(refused.code).toBe(code);
      expect(refused.message).toContain(message);
      if (path) expect(refused.details.map((detail) => detail.path)).toContain(path);
    }
    expect(await rowCounts(db)).toEqual(before);
  });

  test("neither operations nor an action, and both", () => {
    const both = { operations, action: { name: "scaleResources" } };
    for (const more of [{}, both])
      expect(modifyDraftInput.safeParse({ slug: "known", ...more }).error?.issues).toMatchObject([
        { path: ["operations"], message: "name either operations or an action" },
      ]);
  });

  test("someone who may not edit", async () => {
    const act = modifyDraft(services, callerAs("operator"), { slug: "known", operations });
    expect((await refusalOf(act)).code).toBe("FORBIDDEN");
  });
});

test("everyone who reads workflows reads what there is to modify them with", async () => {
  const viewer = callerAs("viewer");
  expect((await listActions(services, viewer)).map(({ name }) => name)).toEqual(
    expect.arrayContaining(["scaleResources", "setTimeouts", "retry-by-facts"]),
  );
  expect((await listOperations(services, viewer)).map(({ op }) => op)).toContain("insertApproval");
});
