import { afterAll, beforeAll, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import type { Services } from "../context.ts";
import { callerAs, openServices } from "../testing/services.ts";
import { callGraph } from "./call-graph.ts";
import { createWorkflow } from "./create.ts";
import { saveDraft } from "./save-draft.ts";
import { updateWorkflow } from "./update.ts";

const { db } = await cloneDatabase();
const ada = callerAs("editor");
let services: Services;

beforeAll(async () => {
  services = await openServices(db, {});
});
afterAll(() => services.host.stop({ timeoutMs: 2_000 }));

/** Calls another one where its input says so. */
const caller = (slug: string, workflow: string, more: object = {}) => ({
  schemaVersion: 1,
  slug,
  name: `The ${slug}`,
  nodes: {
    begin: { kind: "transform", output: 1 },
    go: { kind: "subworkflow", workflow },
  },
  edges: [{ source: "begin", target: "go", when: "input.more" }],
  ...more,
});

test("the call graph is that of what is published, with cycles, what ends them, and what is called in vain", async () => {
  const publish = (graph: object) => createWorkflow(services, ada, { graph });
  await publish(caller("ping", "ping"));
  await publish(caller("pong", "ping", { limits: { maxDepth: 4 } }));
  await publish(caller("outer", "ping"));
  const pinged = caller("ping", "pong");
  await updateWorkflow(services, ada, { slug: "ping", graph: pinged });
  // A draft calls nothing yet.
  await saveDraft(services, ada, { slug: "outer", graph: caller("outer", "outer") });
  await saveDraft(services, ada, { graph: caller("sketched", "ping") });

  const graph = await callGraph(services, callerAs("viewer"));
  expect(graph.workflows.map(({ slug, revision, calls }) => [slug, revision, calls])).toEqual([
    ["outer", 1, [{ workflow: "ping", nodes: ["go"] }]],
    ["ping", 2, [{ workflow: "pong", nodes: ["go"] }]],
    ["pong", 1, [{ workflow: "ping", nodes: ["go"] }]],
  ]);
  expect(graph.missing).toEqual([]);
  expect(graph.cycles).toEqual([
    {
      slugs: ["ping", "pong"],
      endless: false,
      guards: [
        { workflow: "ping", node: "begin", by: "when", text: "input.more", calls: ["pong"] },
        { workflow: "pong", node: "begin", by: "when", text: "input.more", calls: ["ping"] },
      ],
      way: [],
      limits: { ping: expect.any(Object), pong: expect.objectContaining({ maxDepth: 4 }) },
    },
  ]);
});

test("a workflow that is called before there is one is named as missing", async () => {
  const plan = {
    kind: "plan",
    body: { kind: "agent", capabilities: ["plan"], prompt: "p" },
    workflows: ["nowhere"],
  };
  await db.sql`update revisions set graph = ${JSON.stringify({ ...caller("pong", "ping"), nodes: { plan } })}, hash = ${"f".repeat(64)}
    where slug = 'pong'`;
  const graph = await callGraph(services, ada);
  expect(graph.missing).toEqual(["nowhere"]);
  expect(graph.cycles).toEqual([]);
});
