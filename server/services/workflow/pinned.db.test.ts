import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorkflow as insertWorkflow } from "#db/queries/create-workflow";
import { cloneDatabase } from "#db/testing/template-database";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { callerAs, openServices } from "../testing/services.ts";
import { callGraph } from "./call-graph.ts";
import { createWorkflow } from "./create.ts";
import { getWorkflow } from "./get.ts";
import { getDraft } from "./get-draft.ts";
import { listWorkflows } from "./list.ts";
import { saveDraft } from "./save-draft.ts";
import { updateWorkflow } from "./update.ts";
import { validateWorkflow } from "./validate.ts";

const { db } = await cloneDatabase();
const ada = callerAs("editor");
let services: Services;

beforeAll(async () => {
  services = await openServices(db, {});
});
afterAll(() => services.host.stop({ timeoutMs: 2_000 }));

const graphOf = (slug: string, nodes: object, more: object = {}) => ({
  schemaVersion: 1,
  slug,
  name: `The ${slug}`,
  nodes,
  edges: [],
  ...more,
});
const call = (workflow: string, revision?: number, more: object = {}) => ({
  kind: "subworkflow",
  workflow,
  ...(revision === undefined ? {} : { revision }),
  ...more,
});
const ends = (output: unknown) => ({ end: { kind: "end", output } });

/** Publishes each as the next revision. */
async function publish(slug: string, ...revisions: readonly object[]): Promise<void> {
  for (const [at, nodes] of revisions.entries()) {
    const graph = "nodes" in nodes ? nodes : graphOf(slug, nodes);
    await (at === 0
      ? createWorkflow(services, ada, { graph })
      : updateWorkflow(services, ada, { slug, graph }));
  }
}

async function told(graph: object): Promise<readonly string[]> {
  const { problems } = await validateWorkflow(services, ada, { graph });
  return problems.map(({ code, path, message }) => `${code} ${path} ${message}`);
}

test("a check warns of a revision that is not there, and says which is the latest", async () => {
  await publish("three", ends(1), ends(2), ends(3));
  const nodes = {
    fits: call("three", 2),
    same: call("three", 3),
    high: call("three", 9),
    none: call("nowhere", 1),
    each: { kind: "map", over: "= [1]", body: call("three", 4) },
  };
  expect(await told(graphOf("caller", nodes))).toEqual([
    'W004 /nodes/high/revision there is no revision 9 of "three"; the latest is 3',
    'W001 /nodes/none/workflow nothing is published as "nowhere"; publish it before a run comes here',
    'W004 /nodes/each/body/revision there is no revision 4 of "three"; the latest is 3',
  ]);
});

test("an error elsewhere in a graph hides nothing that is said of its calls", async () => {
  await publish("beside", ends(1));
  const nodes = {
    bad: { kind: "subworkflow", workflow: "self", revision: 2, once: "1" },
    high: call("beside", 9),
  };
  expect((await told(graphOf("erring", nodes))).map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual(
    ["G026 /nodes/bad/revision", "W004 /nodes/high/revision"],
  );
});

test("an input is held to the schema of the revision that is pinned", async () => {
  const needs = (key: string) =>
    graphOf("needing", ends(key), { inputSchema: { type: "object", required: [key] } });
  await publish("needing", needs("old"), needs("new"));
  const nodes = {
    old: call("needing", 1, { input: { old: 1 } }),
    wrong: call("needing", 1, { input: { new: 1 } }),
    latest: call("needing", undefined, { input: { new: 1 } }),
  };
  const found = await told(graphOf("giving", nodes));
  expect(found.map((one) => one.split(" ").slice(0, 2).join(" "))).toEqual(["W002 /nodes/wrong/input/old"]);
  expect(found[0]).toContain('see the input schema of "needing@1"');
});

test("publishing is refused for a circle through a pinned revision, also where the latest has none", async () => {
  await publish("looped", { go: call("circle", undefined, { once: "1" }) });
  await publish("circle", ends(1));
  // Revision 2 surely comes back; 3 does not any more.
  await updateWorkflow(services, ada, { slug: "looped", graph: graphOf("looped", { go: call("circle") }) });
  await updateWorkflow(services, ada, { slug: "looped", graph: graphOf("looped", ends(3)) });
  const through = (revision?: number) =>
    updateWorkflow(services, ada, {
      slug: "circle",
      graph: graphOf("circle", { go: call("looped", revision) }),
    });
  const refused = await through(2).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ServiceError);
  expect((refused as ServiceError).message).toContain("circle (go) → looped@2 (go) → circle");
  // The guarded first revision and the present one are fine.
  expect(await through(1)).toMatchObject({ revision: 2 });
  expect(await through()).toMatchObject({ revision: 3 });
});

test("the number that comes next is that of the graph itself, so it cannot get round the check", async () => {
  await publish("next", ends(1));
  const graph = graphOf("next", { go: call("next", 2) });
  const refused = await updateWorkflow(services, ada, { slug: "next", graph }).catch(
    (error: unknown) => error,
  );
  expect((refused as ServiceError).message).toContain("next@2 (go) → next@2");
  expect(await told(graphOf("next", { go: call("next", 1) }))).toEqual([]);
  expect((await told(graphOf("next", { go: call("next", 7) })))[0]).toContain("W004");
});

describe.each(["leaf@1", "leaf@x", "leaf@99999999999"])("a fallback to %s", (workflow) => {
  const fallback = [{ do: "fallback", workflow }];
  const go = { kind: "transform", output: 1, recovery: fallback };
  const slug = workflow.replace("@", "-");
  const refused = `G020 /nodes/go/recovery/0/workflow "${workflow}" is neither a slug nor self`;

  test("is told with its place, in a check and in a draft, which is kept", async () => {
    expect(await told(graphOf(slug, { go }))).toEqual([refused]);
    const saved = await saveDraft(services, ada, { graph: graphOf(`${slug}-draft`, { go }) });
    expect(saved.problems).toMatchObject([{ code: "G020" }]);
    expect(await getDraft(services, ada, { slug: saved.slug })).toMatchObject({ valid: false });
  });

  test("cannot be published, and opens where it was published before", async () => {
    const graph = graphOf(slug, { go });
    await expect(createWorkflow(services, ada, { graph })).rejects.toMatchObject({ code: "VALIDATION" });
    await insertWorkflow(db.sql, {
      slug,
      name: slug,
      description: "",
      hash: slug,
      graph: JSON.stringify(graph),
      nodes: 1,
      recursion: "none",
      createdBy: "test",
    });
    expect((await getWorkflow(services, ada, { slug })).problems).toMatchObject([{ code: "G020" }]);
    expect((await callGraph(services, ada)).missing).not.toContain(workflow);
    // Others that call it are checked through it.
    expect(await told(graphOf("above", { go: call(slug) }))).toEqual([]);
  });
});

test("the call graph has what is pinned beside what is published, and cycles through it", async () => {
  const guarded = (workflow: string, revision?: number) => ({
    nodes: { begin: { kind: "transform", output: 1 }, go: call(workflow, revision) },
    edges: [{ source: "begin", target: "go", when: "input.more" }],
  });
  await publish("pong", graphOf("pong", {}, guarded("ping")), ends(2));
  await publish("ping", graphOf("ping", {}, guarded("pong", 1)));
  const graph = await callGraph(services, callerAs("viewer"));
  const ping = graph.workflows.find(({ slug }) => slug === "ping");
  expect(ping?.calls).toEqual([{ workflow: "pong", revision: 1, nodes: ["go"] }]);
  expect(graph.pinned).toContainEqual({
    slug: "pong",
    revision: 1,
    calls: [{ workflow: "ping", nodes: ["go"] }],
  });
  const cycle = graph.cycles.find(({ slugs }) => slugs.includes("ping"));
  expect(cycle).toMatchObject({
    slugs: ["ping", "pong@1"],
    endless: false,
    guards: [
      { workflow: "ping", by: "when", calls: ["pong@1"] },
      { workflow: "pong@1", by: "when", calls: ["ping"] },
    ],
  });
  expect(Object.keys(cycle?.limits ?? {})).toEqual(["ping", "pong@1"]);
  // The latest pong ends, so nothing of it comes back.
  expect((await getWorkflow(services, ada, { slug: "ping" })).recursion).toBe("mutual");
  expect((await getWorkflow(services, ada, { slug: "pong" })).recursion).toBe("none");
});

test("a pinned revision that is not there is named as missing", async () => {
  await publish("hopeful", { go: call("three", 9) });
  expect((await callGraph(services, ada)).missing).toContain("three@9");
});

/** How many statements a list of all workflows takes. */
async function listed(): Promise<number> {
  let statements = 0;
  const sql = new Proxy(db.sql, {
    apply: (target, self, args) => {
      statements += 1;
      return Reflect.apply(target, self, args);
    },
  });
  await listWorkflows({ ...services, db: { ...db, sql } as Services["db"] }, ada);
  return statements;
}

test("a long chain of pins is read with as many statements as a short one, and what is missing with no more", async () => {
  await listed();
  const before = await listed();
  await publish("chain", ends(1));
  for (let revision = 2; revision <= 20; revision++) {
    const nodes = { go: call("chain", revision - 1), none: call("three", 1_000 + revision) };
    await updateWorkflow(services, ada, { slug: "chain", graph: graphOf("chain", nodes) });
  }
  await listed();
  expect(await listed()).toBeLessThanOrEqual(before + 1);
  const graph = await callGraph(services, ada);
  expect(graph.pinned.filter(({ slug }) => slug === "chain")).toHaveLength(19);
  expect(graph.missing).toContain("three@1002");
});

test("a number that is that of another graph by now is read again", async () => {
  await publish("changing", ends(1), ends(2));
  await publish("holding", { go: call("changing", 1) });
  await callGraph(services, ada);
  const graph = JSON.stringify(graphOf("changing", { go: call("three") }));
  await db.sql`update revisions set graph = ${graph}, hash = ${"c".repeat(64)} where slug = 'changing' and revision = 1`;
  const { pinned } = await callGraph(services, ada);
  expect(pinned.find(({ slug }) => slug === "changing")?.calls).toEqual([
    { workflow: "three", nodes: ["go"] },
  ]);
});

test("what a draft pins is told with what is published, where it is asked for", async () => {
  await publish("partner", { go: call("lone") }, ends(2));
  await publish("lone", ends(1));
  const without = await callGraph(services, ada);
  expect(without.pinned.some(({ slug }) => slug === "partner")).toBe(false);
  const graph = await callGraph(services, ada, { names: ["partner@1", "lone", "partner@99999999999"] });
  expect(graph.pinned).toContainEqual({
    slug: "partner",
    revision: 1,
    calls: [{ workflow: "lone", nodes: ["go"] }],
  });
  expect(graph.workflows).toEqual(without.workflows);
});

test("what a recursion through others may come to is warned of, once", async () => {
  const guarded = (slug: string, workflow: string, limits: object) => {
    const nodes = { begin: { kind: "transform", output: 1 }, one: call(workflow), two: call(workflow) };
    const edges = ["one", "two"].map((target) => ({ source: "begin", target, when: "input.more" }));
    return graphOf(slug, nodes, { edges, limits });
  };
  await publish("swung", guarded("swung", "swing", {}));
  const swing = guarded("swing", "swung", { maxDepth: 10, maxRuns: 500 });
  expect(await told(swing)).toEqual([
    expect.stringMatching(
      /^R005 \/nodes\/one one run may start 2 of swing, swung: by depth 8 it may come to 511 runs/,
    ),
  ]);
  expect(await told(guarded("swing", "swung", { maxDepth: 7, maxRuns: 500 }))).toEqual([]);
});

test("what a graph within a node may come to is warned of beside what others come to", async () => {
  const edges = ["one", "two"].map((target) => ({ source: "begin", target, when: "input.more" }));
  const twice = (workflow: string) => ({
    begin: { kind: "transform", output: 1 },
    one: call(workflow),
    two: call(workflow),
  });
  await publish("rocked", graphOf("rocked", twice("rock"), { edges }));
  const box = { kind: "subworkflow", graph: graphOf("box", twice("self"), { edges }) };
  const limits = { maxDepth: 10, maxRuns: 500 };
  const inner = { ...box, graph: { ...box.graph, limits } };
  expect(await told(graphOf("rock", { ...twice("rocked"), inner }, { edges, limits }))).toEqual([
    expect.stringMatching(/^R005 \/nodes\/one one run may start 2 of rock, rocked: by depth 8/),
    expect.stringMatching(
      /^R005 \/nodes\/inner\/graph\/nodes\/one one run may start 2 of itself: by depth 8/,
    ),
  ]);
});

test("a draft with a graph in a node that is none yet is kept, with its problem", async () => {
  const graph = graphOf("unfinished", { box: { kind: "subworkflow", graph: {} }, go: call("nowhere") });
  expect(await told(graph)).toEqual([
    expect.stringContaining("G005 /nodes/box/graph/schemaVersion"),
    expect.stringContaining("G005 /nodes/box/graph/slug"),
    expect.stringContaining("G005 /nodes/box/graph/name"),
    expect.stringContaining("G005 /nodes/box/graph/nodes"),
    expect.stringContaining("W001 /nodes/go/workflow"),
  ]);
  await saveDraft(services, ada, { graph });
  expect((await getDraft(services, ada, { slug: "unfinished" })).graph).toEqual(graph);
});
