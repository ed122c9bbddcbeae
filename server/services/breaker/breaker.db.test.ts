import { afterAll, beforeAll, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import { until } from "#server/runtime/testing/harness";
import type { Services } from "../context.ts";
import { startInput } from "../inputs.ts";
import { failNode } from "../run/fail-node.ts";
import { startRun } from "../run/start.ts";
import { callerAs, openServices, untilEnded, untilRun } from "../testing/services.ts";
import { createWorkflow } from "../workflow/create.ts";
import { getBreaker } from "./get.ts";
import { holdBreaker } from "./hold.ts";
import { listBreakers } from "./list.ts";
import { resetBreaker } from "./reset.ts";
import { tripBreaker } from "./trip.ts";

const { db } = await cloneDatabase();
let services: Services;
const operator = callerAs("operator");
const viewer = callerAs("viewer");
const id = "task:work";

beforeAll(async () => {
  services = await openServices(db, { work: { run: () => "done" } });
  const nodes = { w: { kind: "task", task: "work" } };
  const graph = { schemaVersion: 1, slug: "work", name: "work", nodes, edges: [] };
  await createWorkflow(services, callerAs("owner"), { graph });
});
afterAll(() => services.host.stop({ timeoutMs: 2_000 }));

test("a breaker held open holds runs, shows whom, and lets them go when it is reset", async () => {
  const held = await holdBreaker(services, operator, { id, state: "open", reason: "they asked us to wait" });
  expect(held).toMatchObject({ state: "open", computed: "closed", until: null, forced: { by: "operator" } });
  const { id: runId } = await startRun(services, operator, startInput.parse({ slug: "work", input: {} }));
  const waiting = await untilRun(services, runId, (run) =>
    run.waiting.some(({ kind }) => kind === "breaker"),
  );
  expect(waiting.waiting[0]).toMatchObject({ kind: "breaker", breaker: id, node: "w" });
  const seen = await until(
    () => getBreaker(services, viewer, { id }),
    (breaker) => breaker.held.places === 1,
  );
  expect(seen.waiting).toEqual([expect.objectContaining({ runId, slug: "work", nodeId: "w", item: null })]);
  await resetBreaker(services, operator, { id, reason: "they are back" });
  expect((await untilEnded(services, runId)).status).toBe("succeeded");
  const after = await until(
    () => getBreaker(services, viewer, { id }),
    (breaker) => breaker.held.places === 0,
  );
  expect(after).toMatchObject({ state: "closed", forced: null, waiting: [] });
});

test("a hold ends by itself, and a trip opens for its usual time", async () => {
  const held = await holdBreaker(services, operator, {
    id,
    state: "closed",
    reason: "canary",
    forMs: 60_000,
  });
  expect(held.forced?.until).not.toBeNull();
  const tripped = await tripBreaker(services, operator, { id, reason: "drill" });
  expect(tripped).toMatchObject({ state: "closed", computed: "open", trips: 1 });
  const reset = await resetBreaker(services, operator, { id, reason: "drill over" });
  expect(reset).toMatchObject({ state: "closed", computed: "closed", trips: 0 });
});

test("each act is audited and announced with who and why, and takes an operator", async () => {
  await expect(resetBreaker(services, viewer, { id, reason: "no" })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  const rows = await db.sql<{ action: string; detail: string }[]>`
    select action, detail from audit_log where object = ${`breakers/${id}`} order by id`;
  expect(rows.map(({ action }) => action)).toEqual([
    "breaker.hold",
    "breaker.reset",
    "breaker.hold",
    "breaker.trip",
    "breaker.reset",
  ]);
  expect(rows[0]?.detail).toBe("held open: they asked us to wait");
  const events = await db.sql<{ actorName: string; detail: string }[]>`
    select actor_name, detail from workspace_events where kind = 'breaker.changed' order by id`;
  expect(events).toHaveLength(5);
  expect(JSON.parse(events[0]?.detail ?? "")).toEqual({
    state: "open",
    until: null,
    reason: "they asked us to wait",
  });
});

test("what nobody knows is not found, and the list shows what is known", async () => {
  await expect(getBreaker(services, viewer, { id: "http:x.example" })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  expect((await listBreakers(services, viewer)).map((breaker) => breaker.id)).toEqual([id]);
});

test("a node that waits may be failed by hand", async () => {
  await holdBreaker(services, operator, { id, state: "open", reason: "so that it waits" });
  const { id: runId } = await startRun(services, operator, startInput.parse({ slug: "work", input: {} }));
  await untilRun(services, runId, (run) => run.waiting.some(({ kind }) => kind === "breaker"));
  await failNode(services, operator, { id: runId, node: "w", reason: "not worth the wait" });
  const ended = await untilEnded(services, runId);
  expect(ended.failure).toMatchObject({ code: "Failed", message: "not worth the wait" });
  await resetBreaker(services, operator, { id, reason: "done" });
});
