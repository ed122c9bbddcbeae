import { afterAll, beforeAll, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import { until } from "#server/runtime/testing/harness";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { startInput } from "../inputs.ts";
import { callerAs, openServices, untilRun } from "../testing/services.ts";
import { treeSnapshot } from "../tree/snapshot.ts";
import { createWorkflow } from "../workflow/create.ts";
import { cancelRun } from "./cancel.ts";
import { requeueRun } from "./requeue.ts";
import { startRun } from "./start.ts";

const { db } = await cloneDatabase();
const owner = callerAs("owner");
let services: Services;

beforeAll(async () => {
  services = await openServices(db, {
    hold: {
      run: (_, { signal }) =>
        new Promise((resolve) => signal.addEventListener("abort", () => resolve(null), { once: true })),
    },
  });
  await publish("held", { only: { kind: "task", task: "hold" } });
  await publish("nested", { child: { kind: "subworkflow", workflow: "held" } });
});
afterAll(() => services.host.stop({ timeoutMs: 2_000 }));

function publish(slug: string, nodes: object) {
  return createWorkflow(services, owner, { graph: { schemaVersion: 1, slug, name: slug, nodes, edges: [] } });
}

async function refusalOf(act: Promise<unknown>): Promise<ServiceError> {
  const error = await act.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ServiceError);
  return error as ServiceError;
}

test("a run whose tree needs attention says why, and is requeued by the id of any of its runs, audited once", async () => {
  const { treeId } = await startRun(services, owner, startInput.parse({ slug: "nested", input: {} }));
  const id = `${treeId}.1`;
  const working = () => services.host.owner(treeId)?.callsInFlight === 1;
  await until(async () => working(), Boolean);
  expect(await refusalOf(requeueRun(services, owner, { id }))).toMatchObject({
    code: "CONFLICT",
    message: expect.stringContaining("it is running"),
  });
  services.host.owner(treeId)?.drop({ why: "failed", error: new Error("It ended its process.") });
  const run = await untilRun(services, id, ({ status }) => status === "needs_attention");
  expect(run.failure).toEqual({ code: "NeedsAttention", message: "It ended its process." });
  const { tree } = await treeSnapshot(services, owner, { treeId });
  expect(tree).toMatchObject({ status: "needs_attention", attention: "It ended its process." });
  expect(await refusalOf(cancelRun(services, owner, { id }))).toMatchObject({
    code: "CONFLICT",
    message: expect.stringContaining("Requeue it first"),
  });

  expect((await refusalOf(requeueRun(services, owner, { id: `${treeId}.7` })))?.code).toBe("NOT_FOUND");
  expect(await requeueRun(services, owner, { id })).toMatchObject({
    status: "running",
    failure: null,
  });
  const again = await refusalOf(requeueRun(services, owner, { id }));
  expect(again.code).toBe("CONFLICT");
  const audited = await db.sql`select object from audit_log where action = 'run.requeue'`;
  expect(audited).toEqual([{ object: `runs/${id}` }]);
  await until(async () => working(), Boolean);
  expect((await treeSnapshot(services, owner, { treeId })).tree).not.toHaveProperty("attention");
  expect(await cancelRun(services, owner, { id: treeId })).toMatchObject({ status: "cancelled" });
});
