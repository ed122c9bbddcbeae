import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import type { Json } from "#server/engine/values/json";
import { eventsOf, journalOf } from "#server/runtime/testing/harness";
import type { Services } from "../context.ts";
import { forkInput, forkItemsInput } from "../inputs-fork.ts";
import { callerAs, GROW, openServices, untilEnded } from "../testing/services.ts";
import type { Caller } from "../types.ts";
import { createWorkflow } from "../workflow/create.ts";
import { forkRun } from "./fork.ts";
import { forkInside, forkItems } from "./fork-inside.ts";
import { forkPreview } from "./fork-preview.ts";
import { getRun } from "./get.ts";
import { startRun } from "./start.ts";

/** Three children that each visit, and what is said about all of them. */
const FAMILY = {
  schemaVersion: 1,
  slug: "family",
  name: "Family",
  nodes: {
    children: {
      kind: "map",
      over: "['a', 'b', 'c']",
      body: { kind: "subworkflow", workflow: "child", input: { name: "= item" } },
    },
    sum: { kind: "task", task: "visit", input: { name: "sum" } },
    end: { kind: "end", output: "= size(nodes.children.output)" },
  },
  edges: [
    { source: "children", target: "sum" },
    { source: "sum", target: "end" },
  ],
};
const CHILD = {
  schemaVersion: 1,
  slug: "child",
  name: "Child",
  nodes: { visit: { kind: "task", task: "visit", input: { name: "= input.name" } } },
  edges: [],
};
const nameIn = (visit: Json) => (visit as { readonly name?: string }).name;

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
    ).toMatchObject({
      totals: { stands: 3, kept: 0, given: 0, again: 3, spent: { runs: 2, attempts: 2 } },
      runs: [
        { id: `${earlier}.1`, parentId: earlier, at: "children", item: 0, workflow: "grow" },
        { id: earlier, parentId: null, at: null },
      ],
    });
    expect(await db.sql`select count(*) from trees`).toEqual(before);
  });

  test("reads large values when it begins, and not to say what it would do", async () => {
    let read = 0;
    const sql = new Proxy(db.sql, {
      apply: (target, self, args) => {
        if (String(args[0]).includes("blobs")) read += 1;
        return Reflect.apply(target, self, args);
      },
    });
    const counted = { ...services, db: { sql } };
    const places = forkInput.parse({ id: earlier, node: "children" });
    await forkPreview(counted, operator, places);
    expect(read).toBe(0);
    const { id } = await forkRun(counted, operator, places);
    expect(read).toBe(1);
    await untilEnded(services, id);
  });

  test("gives each child a fate: one is reused, one is done again, one replaced, and the world sees only one", async () => {
    visits.length = 0;
    await createWorkflow(services, callerAs("editor"), { graph: CHILD });
    await createWorkflow(services, callerAs("editor"), { graph: FAMILY });
    const { id: first } = await startRun(services, operator, { slug: "family", input: {} });
    await untilEnded(services, first);
    expect(visits.splice(0).map(nameIn).toSorted()).toEqual(["a", "b", "c", "sum"]);
    const fates = {
      id: first,
      node: "children",
      within: "again",
      also: [
        { node: "children", item: 0, reuse: true },
        { node: "children", item: 2, output: "replaced" },
        { node: "sum", reuse: true },
        { node: "end", reuse: true },
      ],
    } as const;
    const { totals, runs } = await forkPreview(services, operator, forkInput.parse(fates));
    expect(totals).toMatchObject({ stands: 1, kept: 2, given: 1, again: 1, spent: { runs: 1, attempts: 1 } });
    expect(runs[0]?.places.map(({ node, fate }) => [node, fate])).toEqual([
      ["children", "open"],
      ["sum", "kept"],
      ["end", "kept"],
    ]);
    // What reads the children would not wait for them.
    const unsaid = { ...fates, also: fates.also.slice(0, 3) };
    await expect(forkRun(services, operator, forkInput.parse(unsaid))).rejects.toThrow(
      /node end reads children/,
    );
    const refused = { ...fates, also: [...fates.also, { run: `${first}.1`, node: "visit" }] };
    await expect(forkRun(services, operator, forkInput.parse(refused))).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("CONTRADICTION"),
    });
    const { id } = await forkRun(services, operator, forkInput.parse(fates));
    expect((await untilEnded(services, id)).status).toBe("succeeded");
    expect(visits.map(nameIn)).toEqual(["b"]);
    const items = eventsOf(await journalOf(db, id)).flatMap((event) =>
      event.type === "ItemCompleted" ? [[event.item, event.reused ?? event.by?.how ?? "done"]] : [],
    );
    expect(items).toEqual([
      [0, `${first}`],
      [2, "replace"],
      [1, "done"],
    ]);
  });

  test("shows what it could name in a run and in a node", async () => {
    const viewer = callerAs("viewer");
    const inside = await forkInside(services, viewer, { id: `${earlier}.1` });
    expect(inside).toMatchObject({ id: `${earlier}.1`, parentId: earlier, depth: 1 });
    expect(inside.places.find(({ node }) => node === "children")).toMatchObject({ items: 2, fate: "stands" });
    const { items } = await forkItems(
      services,
      viewer,
      forkItemsInput.parse({ id: earlier, node: "children" }),
    );
    expect(items.map(({ item, state, childId }) => [item, state, childId])).toEqual([
      [0, "completed", `${earlier}.1`],
      [1, "completed", `${earlier}.2`],
    ]);
    const page = { from: 1, limit: 1 };
    expect(await forkItems(services, viewer, { id: earlier, node: "children", ...page })).toMatchObject({
      total: 2,
      items: [{ item: 1 }],
    });
    await expect(forkItems(services, viewer, { id: earlier, node: "gone", ...page })).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: `Run "${earlier}" has no node "gone".`,
    });
    await expect(
      forkItems(services, viewer, { id: `${earlier}.99`, node: "x", ...page }),
    ).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  test("is looked at again without reading what was read, until four other trees were looked at", async () => {
    const { id } = await startRun(services, operator, { slug: "grow", input: { depth: 1, width: 1 } });
    await untilEnded(services, id);
    const look = (of: string) =>
      forkPreview(services, operator, forkInput.parse({ id: of, node: "children" }));
    const others = await db.sql<{ id: string }[]>`
      select id from trees where slug = 'grow' and id <> ${id} and ended_at is not null limit 3`;
    expect(others).toHaveLength(3);
    const first = await look(id);
    for (const other of others) await look(other.id);
    await db.sql`delete from journal where tree_id = ${id}`;
    expect(await look(id)).toEqual(first);
    const inside = { id, node: "children", from: 0, limit: 1 };
    expect(await forkItems(services, operator, inside)).toMatchObject({ total: 1 });
    const { id: fifth } = await startRun(services, operator, { slug: "grow", input: { depth: 0, width: 1 } });
    await untilEnded(services, fifth);
    for (const other of [...others, { id: fifth }]) await look(other.id);
    await expect(look(id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("takes one fate a place", () => {
    const two = forkInput.safeParse({ id: earlier, node: "visit", output: 1, within: "again" });
    expect(two.error?.issues[0]).toMatchObject({ path: ["within"] });
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
