import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import type { Json } from "#server/engine/values/json";
import { eventsOf, journalOf } from "#server/runtime/testing/harness";
import type { Services } from "../context.ts";
import { callerAs, GROW, openServices, untilEnded } from "../testing/services.ts";
import type { Caller } from "../types.ts";
import { createWorkflow } from "../workflow/create.ts";
import { forkRun } from "./fork.ts";
import { forkPreview } from "./fork-preview.ts";
import { getRun } from "./get.ts";
import { startRun } from "./start.ts";

const { db } = await cloneDatabase();
const operator: Caller = callerAs("operator");
const visits: Json[] = [];
let services: Services;
let earlier: string;

beforeAll(async () => {
  services = await openServices(db, {
    visit: {
      run: (input) => {
        visits.push(input);
        return { text: "x".repeat(100_000), of: input };
      },
    },
  });
  await createWorkflow(services, callerAs("editor"), { graph: GROW });
  const { id } = await startRun(services, operator, { slug: "grow", input: { depth: 2, width: 2 } });
  await untilEnded(services, id);
  earlier = id;
});
afterAll(() => services.host.stop({ timeoutMs: 500 }));

const fork = (id: string, more: object) =>
  forkRun(services, operator, { id, node: "children", also: [], ...more } as Parameters<typeof forkRun>[2]);

describe("a fork of a run", () => {
  test("at its root reuses what came before, keeps its large values, and runs the rest again", async () => {
    visits.length = 0;
    const { id } = await fork(earlier, {});
    expect((await untilEnded(services, id)).status).toBe("succeeded");
    expect(visits).toHaveLength(6);
    const [row] = await db.sql`select forked_from, forked_node, slug, revision from trees where id = ${id}`;
    expect(row).toEqual({ forkedFrom: earlier, forkedNode: "children", slug: "grow", revision: 1 });
    const detail = await getRun(services, operator, { id });
    expect(detail.forkedFrom).toEqual({ runId: earlier, node: "children" });
    const [refs] = await db.sql<{ refs: number }[]>`
      select count(*)::int as refs from blob_refs where tree_id = ${id}`;
    expect(refs?.refs).toBeGreaterThan(0);
    const [audited] =
      await db.sql`select actor_name, object, detail from audit_log where action = 'run.fork'`;
    expect(audited).toEqual({ actorName: "operator", object: `runs/${id}`, detail: `${earlier}, children` });
  });

  test("below the root does only what depends on it, in every run above", async () => {
    visits.length = 0;
    const { id } = await fork(`${earlier}.1`, { node: "children", item: 1 });
    const run = await untilEnded(services, id);
    expect(run.status).toBe("succeeded");
    expect(run.output).toEqual({ depth: 2 });
    expect(visits).toEqual([{ depth: 0 }]);
    const [tree] = await db.sql<{ runs: number }[]>`select runs from trees where id = ${id}`;
    expect(tree?.runs).toBe(3);
  });

  test("takes another input, and results that are given", async () => {
    visits.length = 0;
    const { id } = await fork(earlier, {
      node: "visit",
      input: { depth: 7 },
      also: [{ node: "children", output: [] }],
    });
    expect((await untilEnded(services, id)).status).toBe("succeeded");
    expect(visits).toEqual([{ depth: 7 }]);
    const events = eventsOf(await journalOf(db, id));
    expect(events.find((event) => event.type === "NodeCompleted" && event.node === "children")).toMatchObject(
      {
        by: { how: "replace", actor: operator.actor },
      },
    );
  });

  test("says beforehand what it reuses and what it does again, and starts nothing", async () => {
    const before = await db.sql`select count(*) from trees`;
    expect(
      await forkPreview(services, callerAs("viewer"), { id: `${earlier}.1`, node: "children", also: [] }),
    ).toEqual({
      reused: 3,
      again: ["children", "end"],
      above: 1,
    });
    expect(await db.sql`select count(*) from trees`).toEqual(before);
  });

  test.each([
    ["NOT_FOUND", { node: "gone" }],
    ["NOT_FOUND", { node: "children", item: 9 }],
    ["NOT_FOUND", { node: "visit", also: [{ run: "01900000-0000-7000-8000-000000000000", node: "visit" }] }],
    ["CONFLICT", { node: "visit", also: [{ node: "end", input: 1 }] }],
    ["VALIDATION", { node: "visit", output: 1, port: "x" }],
  ])("is refused as %s for %j, and nothing starts", async (code, more) => {
    const before = await db.sql`select count(*) from trees`;
    await expect(fork(earlier, more)).rejects.toMatchObject({ code });
    expect(await db.sql`select count(*) from trees`).toEqual(before);
  });

  test("takes an operator", async () => {
    await expect(
      forkRun(services, callerAs("viewer"), { id: earlier, node: "visit", also: [] }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await getRun(services, callerAs("viewer"), { id: earlier })).status).toBe("succeeded");
  });
});
