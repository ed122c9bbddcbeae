import { afterEach, expect, test } from "vitest";
import { createWorkflow } from "#db/queries/create-workflow";
import { publishRevision } from "#db/queries/publish-revision";
import { cloneDatabase } from "#db/testing/template-database";
import type { BoundGraph, Graph } from "#server/engine/graph/graph";
import type { Host } from "./host.ts";
import { eventsOf, fastHost, journalOf, until, untilEnded } from "./testing/harness.ts";
import { createScriptedExecutor } from "./testing/scripted-executor.ts";
import { bound, TESTER } from "./testing/trees.ts";

const { db } = await cloneDatabase();
const hosts: Host[] = [];
let release: (() => void)[] = [];

async function open(): Promise<Host> {
  const hold = {
    run: (input: unknown) => new Promise<never>((go) => release.push(() => go(input as never))),
  };
  const host = await fastHost({ db, executor: createScriptedExecutor({ hold }) });
  hosts.push(host);
  return host;
}

function draftOf({ slug, hash, graph }: BoundGraph) {
  const named = { slug, name: slug, description: "", hash, graph: JSON.stringify(graph) };
  return { ...named, nodes: 1, recursion: "none" as const, createdBy: "test" };
}

const saying = (slug: string, text: string) => bound({ slug, nodes: { end: { kind: "end", output: text } } });

async function publish(slug: string, ...texts: readonly string[]): Promise<void> {
  const [first = "", ...more] = texts;
  await createWorkflow(db.sql, draftOf(saying(slug, first)));
  for (const text of more) await publishRevision(db.sql, draftOf(saying(slug, text)));
}

afterEach(async () => {
  for (const go of release.splice(0)) go();
  release = [];
  await Promise.all(hosts.splice(0).map((host) => host.stop({ timeoutMs: 500 })));
  await db.sql`delete from workers`;
});

/** Revisions of what the children of a tree ran, in the order in which they started. */
async function ranIn(treeId: string): Promise<readonly (number | null)[]> {
  const rows = await db.sql<{ revision: number | null }[]>`
    select revision from runs where tree_id = ${treeId} and depth > 0 order by no`;
  return rows.map(({ revision }) => revision);
}

const call = (slug: string, revision?: number) =>
  ({ kind: "subworkflow", workflow: slug, ...(revision === undefined ? {} : { revision }) }) as const;

/** Calls before and after it waits for `hold`, each time revision 1 and the latest. */
function aroundHold(slug: string, leaf: string): BoundGraph {
  const nodes: Graph["nodes"] = {
    old: call(leaf, 1),
    latest: call(leaf),
    wait: { kind: "task", task: "hold", input: {} },
    oldAfter: call(leaf, 1),
    latestAfter: call(leaf),
    end: {
      kind: "end",
      output: "= [nodes.old.output, nodes.latest.output, nodes.oldAfter.output, nodes.latestAfter.output]",
    },
  };
  const ids = Object.keys(nodes);
  const edges = ids.slice(1).map((target, at) => ({ source: ids[at] ?? "", target }));
  return bound({ slug, nodes, edges });
}

async function untilHeld(): Promise<void> {
  await until(
    async () => release.length,
    (held) => held > 0,
  );
}

async function outputOf(treeId: string): Promise<unknown> {
  const ended = eventsOf(await journalOf(db, treeId)).findLast(
    (event) => event.type === "NodeCompleted" && event.run === 0 && event.node === "end",
  );
  return ended;
}

test("a pinned revision runs, whatever is published while the tree lives, also under a new owner", async () => {
  await publish("leaf", "one", "two");
  const first = await open();
  const graph = aroundHold("pinning", "leaf");
  const { treeId } = await first.start({ graph, input: {}, actor: TESTER });
  await untilHeld();
  expect(await ranIn(treeId)).toEqual([1, 2]);
  await publishRevision(db.sql, draftOf(saying("leaf", "three")));
  // Its owner dies: what was called stays as it was, what is called now is resolved by another process.
  first.vanish();
  release = [];
  await open();
  await untilHeld();
  for (const go of release.splice(0)) go();
  expect(await untilEnded(db, treeId)).toMatchObject({ status: "succeeded" });
  expect(await ranIn(treeId)).toEqual([1, 2, 1, 3]);
  expect(JSON.stringify(await outputOf(treeId))).toContain('["one","two","one","three"]');
}, 30_000);

test("a run is listed with the revision that was called, also where another one of the tree is the same graph", async () => {
  await publish("back", "one", "two", "one");
  const host = await open();
  const graph = aroundHold("backwards", "back");
  const { treeId } = await host.start({ graph, input: {}, actor: TESTER });
  await untilHeld();
  for (const go of release.splice(0)) go();
  expect(await untilEnded(db, treeId)).toMatchObject({ status: "succeeded" });
  expect(await ranIn(treeId)).toEqual([1, 3, 1, 3]);
}, 30_000);

test("a revision that is not there fails the call for good, and names what there is", async () => {
  await publish("short", "one", "two");
  const host = await open();
  const graph = bound({ slug: "asking", nodes: { go: call("short", 5) } });
  const { treeId } = await host.start({ graph, input: {}, actor: TESTER });
  expect(await untilEnded(db, treeId)).toMatchObject({ status: "failed" });
  const failed = eventsOf(await journalOf(db, treeId)).filter(({ type }) => type === "NodeFailed");
  expect(failed).toMatchObject([
    {
      failure: {
        code: "WorkflowUnknown",
        retryable: false,
        message: 'There is no revision 5 of workflow "short"; the latest is 2.',
        details: { workflow: "short", revision: 5, latest: 2 },
      },
    },
  ]);
});

test.each(["leaf@1", "leaf@x", "leaf@99999999999"])(
  "a fallback to %s fails for good: it pins nothing",
  async (workflow) => {
    const host = await open();
    const recovery = [{ do: "fallback" as const, workflow }];
    const go = { kind: "subworkflow", workflow: "nowhere", recovery } as const;
    const graph = bound({ slug: "falling", nodes: { go } });
    const { treeId } = await host.start({ graph, input: {}, actor: TESTER });
    expect(await untilEnded(db, treeId)).toMatchObject({ status: "failed" });
    expect(await ranIn(treeId)).toEqual([]);
    const failed = eventsOf(await journalOf(db, treeId)).filter(({ type }) => type === "NodeFailed");
    expect(failed).toMatchObject([
      { failure: { code: "WorkflowUnknown", message: `There is no published workflow "${workflow}".` } },
    ]);
  },
);
