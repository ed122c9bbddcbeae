import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import { Folds } from "#server/runtime/folds";
import { until } from "#server/runtime/testing/harness";
import type { Services } from "../context.ts";
import { startInput, treeSearchInput } from "../inputs.ts";
import { signalRun } from "../run/signal.ts";
import { startRun } from "../run/start.ts";
import { callerAs, openServices, untilEnded } from "../testing/services.ts";
import { createWorkflow } from "../workflow/create.ts";
import { searchTree } from "./search.ts";

const { db } = await cloneDatabase();
const owner = callerAs("owner");
const viewer = callerAs("viewer");
let services: Services;

/** Its child gets one of its two values, waits, and then writes one of its own. */
const graph = (goal: string) => ({
  schemaVersion: 1,
  slug: "seek",
  name: "Seek",
  context: { values: { goal, token: { value: goal, labels: ["secret"] } }, strategy: "full" },
  nodes: {
    say: { kind: "task", task: "say" },
    below: {
      kind: "subworkflow",
      context: { strategy: { type: "selective", include: ["goal"] } },
      graph: {
        schemaVersion: 1,
        slug: "sought",
        name: "Sought",
        nodes: {
          listen: { kind: "wait", signal: "go" },
          work: { kind: "task", task: "late", contextUpdates: { finding: "= nodes.work.output" } },
        },
        edges: [{ source: "listen", target: "work" }],
      },
    },
  },
  edges: [{ source: "say", target: "below" }],
});

beforeAll(async () => {
  services = await openServices(db, { say: { run: () => 1 }, late: { run: () => 2 } });
});
afterAll(() => services.host.stop({ timeoutMs: 2_000 }));

async function started(goal: string): Promise<string> {
  const slug = `seek-${goal}`;
  await createWorkflow(services, owner, { graph: { ...graph(goal), slug } });
  const { id } = await startRun(services, owner, startInput.parse({ slug, input: {} }));
  await until(
    () => signalRun(services, owner, { id, name: "go", payload: null }).catch(() => null),
    (sent) => sent !== null,
  );
  return id;
}

async function found(treeId: string, ...terms: readonly (readonly [string | null, string])[]) {
  const asked = { treeId, terms: terms.map(([field, text]) => ({ field, text })) };
  return (await searchTree(services, viewer, treeSearchInput.parse(asked))).hits;
}

test("a search finds runs by agent, tag and key of context, and what has come since it looked last", async () => {
  const id = await started("one");
  await until(
    () => found(id, ["agent", "say"]),
    ([hits]) => hits?.length === 1,
  );
  await untilEnded(services, id);
  expect(
    await found(
      id,
      ["key", "goal"],
      ["key", "finding"],
      ["agent", "late"],
      ["tag", "secret"],
      [null, "LATE"],
    ),
  ).toEqual([[0, 1], [1], [1], [0], [1]]);
  expect(await found(id, [null, "goal"]), "keys only where they are asked for").toEqual([[]]);
});

test("what is kept of a tree between searches says how much it holds", async () => {
  const id = await started("size");
  const look = vi.spyOn(Folds.prototype, "look");
  onTestFinished(() => look.mockRestore());
  await found(id, ["key", "goal"]);
  const [, begin, advance] = look.mock.calls.at(-1) ?? [];
  const fold = await begin?.();
  if (fold) await advance?.(fold);
  expect(fold?.size).toBeGreaterThan(500);
  await untilEnded(services, id);
});

test("a tree that is too long to be folded is refused, and so are more words than are looked for", async () => {
  const id = await started("long");
  await untilEnded(services, id);
  await db.sql`update trees set head = 500001 where id = ${id}`;
  const asked = found(id, ["key", "goal"]);
  await expect(asked).rejects.toMatchObject({
    code: "LIMIT_EXCEEDED",
    message: expect.stringContaining("500001 events; agents, tags and keys are searched up to 500000"),
  });
  const terms = (count: number) => Array.from({ length: count }, () => ({ field: null, text: "goal" }));
  expect(treeSearchInput.safeParse({ treeId: "t", terms: terms(6) }).success).toBe(true);
  expect(treeSearchInput.safeParse({ treeId: "t", terms: terms(7) }).success).toBe(false);
});

test("what is unknown is refused, and so is a search for nothing", async () => {
  const unknown = found("019f0000-0000-7000-8000-000000000000", ["key", "goal"]);
  await expect(unknown).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(treeSearchInput.safeParse({ treeId: "t", terms: [{ field: "key", text: "" }] }).success).toBe(false);
  expect(treeSearchInput.safeParse({ treeId: "t", terms: [{ field: "else", text: "x" }] }).success).toBe(
    false,
  );
});
