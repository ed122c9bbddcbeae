import { afterAll, beforeAll, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import type { Services } from "../context.ts";
import { startInput } from "../inputs.ts";
import { callerAs, openServices, untilEnded } from "../testing/services.ts";
import { createWorkflow } from "../workflow/create.ts";
import { placeValue } from "./place-values.ts";
import { startRun } from "./start.ts";

const { db } = await cloneDatabase();
const owner = callerAs("owner");
let services: Services;

const body = { kind: "subworkflow", workflow: "tens", input: { n: "= item % 7" } };
const graph = {
  schemaVersion: 1,
  slug: "many",
  name: "Many",
  nodes: { each: { kind: "map", over: "= range(input.count)", body } },
  edges: [],
};

beforeAll(async () => {
  services = await openServices(db, {});
  const nodes = { end: { kind: "end", output: "= input.n * 10" } };
  await createWorkflow(services, owner, {
    graph: { schemaVersion: 1, slug: "tens", name: "Tens", nodes, edges: [] },
  });
  await createWorkflow(services, owner, { graph });
});
afterAll(() => services.host.stop({ timeoutMs: 2_000 }));

const expected = (count: number) => Array.from({ length: count }, (_, at) => (at % 7) * 10);

/** What a map of so many runs gave, and how many statements it took to tell. */
async function told(count: number): Promise<{ value: unknown; statements: number }> {
  const { id } = await startRun(services, owner, startInput.parse({ slug: "many", input: { count } }));
  expect((await untilEnded(services, id)).status).toBe("succeeded");
  let statements = 0;
  const sql = new Proxy(db.sql, {
    apply: (target, self, args) => {
      statements += 1;
      return Reflect.apply(target, self, args);
    },
  });
  const counted = { ...services, db: { ...db, sql } as Services["db"] };
  const value = await placeValue(counted, owner, { id, nodeId: "each", side: "output" });
  return { value, statements };
}

test("what the runs of a map gave is told in as many statements for many as for a few", async () => {
  const few = await told(5);
  const many = await told(60);
  expect(few.value).toEqual(expected(5));
  expect(many.value).toEqual(expected(60));
  expect(many.statements).toBeLessThanOrEqual(few.statements + 4);
});
