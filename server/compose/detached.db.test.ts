import { afterEach, describe, expect, test } from "vitest";
import { createWorkflow } from "#db/queries/create-workflow";
import { listDetachedBelow } from "#db/queries/detached-trees";
import { cloneDatabase } from "#db/testing/template-database";
import type { BoundGraph } from "#server/engine/graph/graph";
import { runIdOf } from "#server/engine/ids";
import type { AttemptContext, Executor } from "#server/runtime/executor";
import type { Host } from "#server/runtime/host";
import { eventsOf, fastHost, journalOf, until, untilEnded } from "#server/runtime/testing/harness";
import { createScriptedExecutor } from "#server/runtime/testing/scripted-executor";
import { bound, TESTER } from "#server/runtime/testing/trees";
import { createDetachExecutor } from "../executors/detach/detach-executor.ts";
import { composeExecutors } from "../executors/task/compose-executors.ts";
import { startDetachedAt } from "./detached.ts";

const { db } = await cloneDatabase();
const hosts: Host[] = [];
let release: (() => void)[] = [];

/** `hold` waits until the test lets go; `answered` sees each detached start and may spoil its answer. */
async function open(answered: (context: AttemptContext) => void = () => undefined) {
  const scripted = createScriptedExecutor({
    pass: { run: (input) => input },
    hold: { run: (input) => new Promise((resolve) => release.push(() => resolve(input))) },
  });
  const real = createDetachExecutor(startDetachedAt(db, async () => host));
  const detach: Executor = {
    ...real,
    run: async (task, input, context) => {
      const result = await real.run(task, input, context);
      answered(context);
      return result;
    },
  };
  const host: Host = await fastHost({ db, executor: composeExecutors(detach, scripted) });
  hosts.push(host);
  return { host, scripted };
}

async function publish(graph: BoundGraph): Promise<BoundGraph> {
  await createWorkflow(db.sql, {
    slug: graph.slug,
    name: graph.slug,
    description: "",
    hash: graph.hash,
    graph: JSON.stringify(graph.graph),
    nodes: 1,
    recursion: "self",
    createdBy: "test",
  });
  return graph;
}

const childrenOf = (treeId: string) => listDetachedBelow(db.sql, treeId, 0, 10);
const detachedTrees = (treeId: string) =>
  db.sql<{ id: string; status: string; label: string | null }[]>`
    select id, status, label from trees where origin_tree = ${treeId} order by id`;

/** Starts one detached `worker` and then waits for `hold`. */
const parent = (closePolicy: string, slug: string) =>
  bound({
    slug,
    nodes: {
      go: {
        kind: "subworkflow",
        workflow: "worker",
        detached: true,
        closePolicy: closePolicy as "terminate",
        input: { n: "= input.n" },
        label: "helper",
      },
      wait: { kind: "task", task: "hold" },
    },
    edges: [{ source: "go", target: "wait" }],
  });

await publish(
  bound({
    slug: "worker",
    nodes: { a: { kind: "task", task: "hold" }, b: { kind: "task", task: "pass" } },
    edges: [{ source: "a", target: "b" }],
  }),
);

afterEach(async () => {
  for (const go of release.splice(0)) go();
  release = [];
  await Promise.all(hosts.splice(0).map((host) => host.stop({ timeoutMs: 500 })));
  await db.sql`delete from workers`;
  await db.sql`update trees set status = 'failed', ended_at = now() where status in ('running', 'paused')`;
});

async function parentWith(host: Host, closePolicy: string, slug: string) {
  const { treeId } = await host.start({
    graph: await publish(parent(closePolicy, slug)),
    input: { n: 1 },
    actor: TESTER,
  });
  const [child] = await until(
    () => childrenOf(treeId),
    (found) => found.length === 1,
  );
  if (!child) throw new Error("no child");
  await until(
    async () => release.length,
    (open) => open === 2,
  );
  return { treeId, child };
}

describe("a detached child", () => {
  test("is a tree of its own that knows where it comes from, and goes on when its parent is cancelled", async () => {
    const { host } = await open();
    const { treeId, child } = await parentWith(host, "abandon", "abandoning");
    expect(child).toMatchObject({ slug: "worker", label: "helper", closePolicy: "abandon" });
    const [started] = eventsOf(await journalOf(db, child.id));
    expect(started).toMatchObject({ type: "TreeStarted", origin: { treeId, run: 0, node: "go", depth: 0 } });
    const done = eventsOf(await journalOf(db, treeId)).find(({ type }) => type === "NodeCompleted");
    expect(done).toMatchObject({
      node: "go",
      result: { output: { runId: child.id, workflow: "worker", revision: 1 } },
    });
    await host.command(treeId, { type: "cancel", run: 0, reason: "enough", actor: TESTER });
    expect((await untilEnded(db, treeId)).status).toBe("cancelled");
    for (const go of release.splice(0)) go();
    expect((await untilEnded(db, child.id)).status).toBe("succeeded");
  });

  test("is cancelled with its parent where its policy says so, also when the parent simply ends", async () => {
    const { host } = await open();
    const { treeId, child } = await parentWith(host, "terminate", "terminating");
    await host.command(treeId, { type: "cancel", run: 0, reason: "enough", actor: TESTER });
    expect((await untilEnded(db, child.id)).status).toBe("cancelled");
    const last = eventsOf(await journalOf(db, child.id)).at(-1);
    expect(last).toMatchObject({
      type: "RunCancelled",
      reason: `run ${runIdOf(treeId, 0)}, which started it, has ended`,
    });
  });

  test("that is only asked to stop ends what is in flight first", async () => {
    const { host, scripted } = await open();
    const { treeId, child } = await parentWith(host, "requestCancel", "requesting");
    await host.command(treeId, { type: "cancel", run: 0, reason: "enough", actor: TESTER });
    await until(
      () => journalOf(db, child.id),
      (rows) => eventsOf(rows).some(({ type }) => type === "CancelRequested"),
    );
    expect((await detachedTrees(treeId))[0]?.status).toBe("running");
    for (const go of release.splice(0)) go();
    expect((await untilEnded(db, child.id)).status).toBe("cancelled");
    expect(eventsOf(await journalOf(db, child.id))).toContainEqual(
      expect.objectContaining({ type: "NodeCompleted", node: "a" }),
    );
    expect(scripted.calls.filter(({ task }) => task === "pass")).toEqual([]);
  });

  test("starts once, though the host dies between the start and its answer and the start is handed out again", async () => {
    let answers = 0;
    const { host } = await open(() => {
      answers += 1;
      host.vanish();
    });
    const graph = await publish(parent("abandon", "crashing"));
    const { treeId } = await host.start({ graph, input: { n: 1 }, actor: TESTER });
    await until(
      async () => answers,
      (count) => count === 1,
    );
    hosts.length = 0;
    await db.sql`update workers set lease_until = now() - interval '1 minute'`;
    const again = await open();
    const rows = await until(
      () => journalOf(db, treeId),
      (seen) => eventsOf(seen).some(({ type }) => type === "NodeCompleted"),
    );
    expect(eventsOf(rows).filter(({ type }) => type === "AttemptStarted").length).toBeGreaterThan(1);
    expect(await detachedTrees(treeId)).toHaveLength(1);
    expect(again.host.liveTrees()).toContain(treeId);
  });

  test("is closed after a crash between its parent's end and the cancel: what the rows say is enough", async () => {
    const { host } = await open();
    const { treeId, child } = await parentWith(host, "terminate", "late");
    host.vanish();
    hosts.length = 0;
    await db.sql`update runs set ended_at = 1, status = 'cancelled' where tree_id = ${treeId}`;
    await db.sql`update trees set ended_at = now(), status = 'cancelled', worker_id = null where id = ${treeId}`;
    await db.sql`update workers set lease_until = now() - interval '1 minute'`;
    await open();
    expect((await untilEnded(db, child.id)).status).toBe("cancelled");
  });
});

test("detached trees that start detached trees stop at the depth of all of them together", async () => {
  const { host } = await open();
  const endless = await publish(
    bound({
      slug: "endless",
      limits: { maxDepth: 2 },
      nodes: {
        more: { kind: "subworkflow", workflow: "self", detached: true, input: { n: "= input.n + 1" } },
      },
    }),
  );
  const { treeId } = await host.start({ graph: endless, input: { n: 0 }, actor: TESTER });
  const chain = await until(
    () => db.sql<{ status: string; depth: number; failure: string | null }[]>`
      select t.status, r.depth, t.failure from trees t join runs r on r.tree_id = t.id and r.no = 0
      where t.slug = 'endless' order by r.depth`,
    (rows) => rows.length === 3 && rows.every(({ status }) => status !== "running"),
  );
  expect(treeId).toBeTruthy();
  expect(chain.map(({ status, depth }) => [status, depth])).toEqual([
    ["succeeded", 0],
    ["succeeded", 1],
    ["failed", 2],
  ]);
  expect(chain[2]?.failure).toContain("RecursionLimitExceeded");
});
