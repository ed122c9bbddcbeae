import { afterAll, beforeAll, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import { until } from "#server/runtime/testing/harness";
import type { Services } from "../context.ts";
import { runEventsInput, startInput } from "../inputs.ts";
import { callerAs, openServices } from "../testing/services.ts";
import { treeSnapshot } from "../tree/snapshot.ts";
import { createWorkflow } from "../workflow/create.ts";
import { runEvents } from "./events.ts";
import { runLedger } from "./ledger.ts";
import { startRun } from "./start.ts";

const { db } = await cloneDatabase();
const owner = callerAs("owner");
const viewer = callerAs("viewer");
let services: Services;
let treeId: string;

const visit = { kind: "task", task: "visit" };
/** The second run has an account of its own while it waits, the third counts in that. */
const below = (slug: string, nodes: object, edges: object[] = []) => ({
  kind: "subworkflow",
  graph: { schemaVersion: 1, slug, name: slug, nodes, edges },
});
const leaf = below("leaf", { v: visit, hold: { kind: "wait", durationMs: 3_600_000 } }, [
  { source: "v", target: "hold" },
]);
const branch = { ...below("branch", { v: visit, leaf }), limits: { maxAgents: 5 } };

beforeAll(async () => {
  services = await openServices(db, { visit: { run: () => null } });
  const graph = { schemaVersion: 1, slug: "trunk", name: "Trunk", nodes: { branch }, edges: [] };
  await createWorkflow(services, owner, { graph });
  ({ treeId } = await startRun(services, owner, startInput.parse({ slug: "trunk", input: {} })));
  await until(
    () => treeSnapshot(services, viewer, { treeId }),
    ({ rows }) => rows[2]?.status === "waiting",
  );
});
afterAll(() => services.host.stop({ timeoutMs: 2_000 }));

test("the ledger of a run names each account that counts it, its own first, the tree's last", async () => {
  const { accounts } = await runLedger(services, viewer, { id: `${treeId}.2` });
  expect(accounts.map(({ no }) => no)).toEqual([1, 0]);
  const [own, tree] = accounts.map(({ rows }) => rows.find(({ dimension }) => dimension === "agents"));
  expect(own).toMatchObject({ spent: 2, reserved: 0, limit: 5, granted: false });
  expect(tree).toMatchObject({ spent: 2, granted: false });
  expect(accounts[1]?.rows.some(({ dimension }) => dimension === "activeMs")).toBe(true);
});

test("rows as they are stored say what their runs wait for, and that one has a budget of its own", async () => {
  const { rows } = await treeSnapshot(services, viewer, { treeId });
  expect(rows[1]?.notes).toEqual({ budget: "own" });
  expect(rows[2]?.notes?.waits).toMatchObject([{ kind: "timer", node: "hold", item: null }]);
  expect(rows[0]?.notes).toBeUndefined();
});

test("the journal of one run has its events and those of the whole tree, and nothing of other runs", async () => {
  const events = (given: object) =>
    runEvents(services, viewer, runEventsInput.parse({ id: `${treeId}.1`, ...given }));
  const { data } = await events({ only: "run" });
  expect(new Set(data.map(({ runId }) => runId))).toEqual(new Set([`${treeId}.1`]));
  const types = await events({ only: "run", type: ["RunStarted", "AttemptStarted"] });
  expect(types.data.map(({ type }) => type)).toEqual(["RunStarted", "AttemptStarted"]);
  const all = await events({ type: "RunStarted" });
  expect(all.data.map(({ runId }) => runId)).toEqual([treeId, `${treeId}.1`, `${treeId}.2`]);
});

test("pages of a filtered journal follow on without gap and end", async () => {
  const seen: string[] = [];
  for (let after = 0, more = true; more; ) {
    const page = await runEvents(
      services,
      viewer,
      runEventsInput.parse({ id: treeId, type: "RunStarted", after, limit: 1 }),
    );
    seen.push(...page.data.map(({ runId }) => runId ?? ""));
    more = page.nextCursor !== null;
    after = Number(page.nextCursor);
  }
  expect(seen).toEqual([treeId, `${treeId}.1`, `${treeId}.2`]);
});
