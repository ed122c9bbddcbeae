import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import type { Services } from "../context.ts";
import { retryRunsInput } from "../inputs-retry.ts";
import { callerAs, openServices, untilEnded } from "../testing/services.ts";
import { createWorkflow } from "../workflow/create.ts";
import { cancelRun } from "./cancel.ts";
import { getRun } from "./get.ts";
import { retryPreview, retryRuns } from "./retry-runs.ts";
import { startRun } from "./start.ts";

const { db } = await cloneDatabase();
const operator = callerAs("operator");
const done: string[] = [];
let broken = true;
let services: Services;

/** Two children, each with something that works and something that does not while `broken` holds. */
const CHILD = {
  schemaVersion: 1,
  slug: "child",
  name: "Child",
  nodes: {
    good: { kind: "task", task: "good", input: { name: "= input.name" } },
    bad: { kind: "task", task: "bad", input: { name: "= input.name" } },
  },
  edges: [{ source: "good", target: "bad" }],
};
const PARENT = {
  schemaVersion: 1,
  slug: "parent",
  name: "Parent",
  nodes: {
    first: { kind: "task", task: "good", input: { name: "first" } },
    children: {
      kind: "map",
      over: "['a', 'b']",
      maxConcurrent: 1,
      body: { kind: "subworkflow", workflow: "child", input: { name: "= item" } },
    },
  },
  edges: [{ source: "first", target: "children" }],
};
const NAP = {
  schemaVersion: 1,
  slug: "nap",
  name: "Nap",
  nodes: {
    first: { kind: "task", task: "good", input: { name: "nap" } },
    nap: { kind: "wait", durationMs: 3_600_000 },
  },
  edges: [{ source: "first", target: "nap" }],
};

beforeAll(async () => {
  const tell = (what: string) => ({
    run: (input: unknown) => {
      const { name } = input as { readonly name: string };
      if (what === "bad" && broken) throw new Error("It is broken.");
      done.push(`${what} ${name}`);
      return name;
    },
  });
  services = await openServices(db, { good: tell("good"), bad: tell("bad") });
  for (const graph of [CHILD, PARENT, NAP]) await createWorkflow(services, callerAs("editor"), { graph });
});
afterAll(() => services.host.stop({ timeoutMs: 500 }));

async function started(slug: string): Promise<string> {
  return (await startRun(services, operator, { slug, input: {} })).id;
}

const preview = (...ids: string[]) => retryPreview(services, operator, retryRunsInput.parse({ ids }));
const retry = (input: object) => retryRuns(services, operator, retryRunsInput.parse(input));

describe("runs that are retried together", () => {
  test("say first what would be retried, what not and why; then each tree does only what has no result", async () => {
    broken = true;
    const failed = await started("parent");
    expect((await untilEnded(services, failed)).status).toBe("failed");
    const asleep = await started("nap");
    const cancelled = await started("nap");
    await cancelRun(services, operator, { id: cancelled });
    await untilEnded(services, cancelled);
    broken = false;
    const well = await started("parent");
    await untilEnded(services, well);

    const { data } = await preview(failed, asleep, cancelled, well, `${failed}.1`, "nobody");
    expect(data.map(({ why, from }) => why ?? from)).toEqual([
      "failure",
      "It has not ended: cancel it first, or retry a place of it.",
      "failure",
      "It has succeeded.",
      "It is part of a tree: fork it, or retry its root.",
      'There is no run "nobody".',
    ]);
    expect(data[0]?.totals).toMatchObject({ stands: 2, kept: 0, given: 0 });

    done.length = 0;
    const outcome = await retry({ ids: [failed, asleep, failed] });
    expect(outcome.data).toEqual([
      { id: failed, startedId: expect.any(String), why: null },
      { id: asleep, startedId: null, why: expect.stringContaining("has not ended") },
    ]);
    const next = outcome.data[0]?.startedId ?? "";
    expect((await untilEnded(services, next)).status).toBe("succeeded");
    expect(done).toEqual(["bad a", "good b", "bad b"]);
    expect(await getRun(services, operator, { id: next })).toMatchObject({
      forkedFrom: { runId: `${failed}.1`, node: "bad" },
    });
    const [audited] = await db.sql`select object, detail from audit_log where action = 'run.retry'`;
    expect(audited).toEqual({ object: `runs/${next}`, detail: `${failed}, from what failed` });
    expect((await getRun(services, operator, { id: failed })).status).toBe("failed");

    await cancelRun(services, operator, { id: asleep });
  });

  test("begin anew where that is asked for", async () => {
    broken = true;
    const failed = await started("parent");
    await untilEnded(services, failed);
    broken = false;
    done.length = 0;
    const { data } = await retry({ ids: [failed], from: "start" });
    await untilEnded(services, data[0]?.startedId ?? "");
    expect(done).toEqual(["good first", "good a", "bad a", "good b", "bad b"]);
  });

  test("start once, however often they are asked for while the new tree goes on", async () => {
    const asleep = await started("nap");
    await cancelRun(services, operator, { id: asleep });
    await untilEnded(services, asleep);
    const both = await Promise.all([retry({ ids: [asleep] }), retry({ ids: [asleep] })]);
    const [next] = both.flatMap(({ data }) => data.flatMap(({ startedId }) => startedId ?? []));
    const refused = { id: asleep, startedId: null, why: expect.stringContaining(`Run "${next}" retries it`) };
    expect(
      both.flatMap(({ data }) => data).toSorted((a, b) => (a.why ?? "").localeCompare(b.why ?? "")),
    ).toEqual([{ id: asleep, startedId: next, why: null }, refused]);
    expect((await retry({ ids: [asleep], from: "start" })).data).toEqual([refused]);
    expect((await preview(asleep)).data[0]?.why).toContain(`Run "${next}" retries it`);

    await cancelRun(services, operator, { id: next ?? "" });
    await untilEnded(services, next ?? "");
    const [third] = (await retry({ ids: [asleep] })).data;
    expect(third?.startedId).toEqual(expect.any(String));
    await cancelRun(services, operator, { id: third?.startedId ?? "" });
  });

  test("answer for each, also when something breaks half way", async () => {
    broken = true;
    const ids = [await started("parent"), await started("parent"), await started("parent")];
    for (const id of ids) await untilEnded(services, id);
    broken = false;
    let starts = 0;
    const host = new Proxy(services.host, {
      get: (target, key) => {
        if (key !== "start") return Reflect.get(target, key);
        return (...args: Parameters<typeof target.start>) => {
          starts += 1;
          if (starts === 2) throw new Error("It broke.");
          return target.start(...args);
        };
      },
    });
    const { data } = await retryRuns({ ...services, host }, operator, retryRunsInput.parse({ ids }));
    expect(data).toEqual([
      { id: ids[0], startedId: expect.any(String), why: null },
      { id: ids[1], startedId: null, why: "It is not known whether it was retried: look at the list." },
      { id: ids[2], startedId: expect.any(String), why: null },
    ]);
    for (const { startedId } of data) if (startedId) await untilEnded(services, startedId);
  });

  test("take an operator", async () => {
    await expect(
      retryRuns(services, callerAs("viewer"), { ids: ["nobody"], from: "failure" }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
