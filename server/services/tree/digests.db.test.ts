import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import type { Json } from "#server/engine/values/json";
import { Folds } from "#server/runtime/folds";
import type { Services } from "../context.ts";
import { startInput } from "../inputs.ts";
import { startRun } from "../run/start.ts";
import { callerAs, openServices, untilEnded } from "../testing/services.ts";
import { createWorkflow } from "../workflow/create.ts";
import { treeDigests } from "./digests.ts";

const { db } = await cloneDatabase();
const owner = callerAs("owner");
const viewer = callerAs("viewer");
let services: Services;

/** Calls itself once, says what the task says, and fails below where it is asked to. */
const graph = {
  schemaVersion: 1,
  slug: "say",
  name: "Say",
  nodes: {
    say: { kind: "task", task: "say", input: "= input" },
    below: {
      kind: "map",
      over: "= input.left > 0 ? [input.left - 1] : []",
      body: { kind: "subworkflow", workflow: "self", input: { left: "= item", what: "= input.what" } },
      join: "allSettled",
    },
    end: { kind: "end", output: "= nodes.say.output" },
  },
  edges: [
    { source: "say", target: "below" },
    { source: "below", target: "end" },
  ],
};
const LONG = "x".repeat(90_000);

beforeAll(async () => {
  services = await openServices(db, {
    say: {
      run: (input) => {
        const { what, left } = input as { what: string; left: number };
        if (what === "fail" && left === 0) throw new Error("nothing to say");
        return left === 0 ? `${LONG}${what}` : { left };
      },
    },
  });
  await createWorkflow(services, owner, { graph });
});
afterAll(() => services.host.stop({ timeoutMs: 2_000 }));

async function told(input: Json) {
  const { id } = await startRun(services, owner, startInput.parse({ slug: "say", input }));
  await untilEnded(services, id);
  return await treeDigests(services, viewer, { treeId: id, seq: 0 });
}

test("equal values have equal digests in other trees too, and large ones that differ at their end have not", async () => {
  const [first, again, other] = [
    await told({ left: 1, what: "a" }),
    await told({ what: "a", left: 1 }),
    await told({ left: 1, what: "b" }),
  ];
  expect(first.inputs).toHaveLength(2);
  expect([again.inputs, again.outputs]).toEqual([first.inputs, first.outputs]);
  expect(other.inputs[1]).not.toBe(first.inputs[1]);
  expect(other.outputs[0]).toBe(first.outputs[0]);
  expect(other.outputs[1]).not.toBe(first.outputs[1]);
  expect(JSON.stringify(first).length, "the values themselves stay").toBeLessThan(300);
});

test("a run that failed has given nothing, and what is unknown is refused", async () => {
  const { outputs } = await told({ left: 1, what: "fail" });
  expect(outputs).toEqual([expect.any(String), null]);
  const unknown = treeDigests(services, viewer, { treeId: "019f0000-0000-7000-8000-000000000000", seq: 0 });
  await expect(unknown).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("of a tree that goes on the next look has what came since", async () => {
  const { id } = await startRun(
    services,
    owner,
    startInput.parse({ slug: "say", input: { left: 3, what: "a" } }),
  );
  await treeDigests(services, viewer, { treeId: id, seq: 0 });
  await untilEnded(services, id);
  const { inputs, outputs } = await treeDigests(services, viewer, { treeId: id, seq: 0 });
  expect(inputs).toHaveLength(4);
  expect(outputs.every((each) => each !== null)).toBe(true);
});

test("what is kept of a tree between comparisons says how much it holds", async () => {
  const look = vi.spyOn(Folds.prototype, "look");
  onTestFinished(() => look.mockRestore());
  const { inputs } = await told({ left: 3, what: "a" });
  // Others fold the same tree while it runs: digests are the last that is asked for.
  const [, begin, advance] = look.mock.calls.at(-1) ?? [];
  const fold = await begin?.();
  if (fold) await advance?.(fold);
  expect(fold?.size).toBeGreaterThan(inputs.length * 64);
});

test("a tree that is too long to be folded is refused", async () => {
  const { treeId } = await told({ left: 0, what: "a" });
  await db.sql`update trees set head = 500001 where id = ${treeId}`;
  await expect(treeDigests(services, viewer, { treeId, seq: 0 })).rejects.toMatchObject({
    code: "LIMIT_EXCEEDED",
    message: expect.stringContaining("500001 events; values are compared up to 500000"),
  });
});

/** Its child gets one of its two values, and writes one of its own. */
const handing = (goal: string) => ({
  schemaVersion: 1,
  slug: `hand-${goal}`,
  name: "Hand",
  context: { values: { goal, token: { value: goal, labels: ["secret"] } } },
  nodes: {
    below: {
      kind: "subworkflow",
      context: { strategy: { type: "selective", include: ["goal"] } },
      graph: {
        schemaVersion: 1,
        slug: "handed",
        name: "Handed",
        nodes: { work: { kind: "transform", output: 2, contextUpdates: { finding: "= nodes.work.output" } } },
        edges: [],
      },
    },
  },
  edges: [],
});

test("contexts are told apart by key, without their values and without what would give a secret away", async () => {
  const digests = async (goal: string) => {
    await createWorkflow(services, owner, { graph: handing(goal) });
    const { id } = await startRun(services, owner, startInput.parse({ slug: `hand-${goal}`, input: {} }));
    await untilEnded(services, id);
    return await treeDigests(services, viewer, { treeId: id, seq: 0 });
  };
  const [two, three] = [await digests("two"), await digests("three")];
  const held = ({ contexts: { entries, sets, of } }: typeof two, run: number) =>
    new Map(sets[of[run] ?? -1]?.map((index) => entries[index] as readonly [string, string]));
  expect([...held(two, 1).keys()]).toEqual(expect.arrayContaining(["goal", "finding"]));
  expect([...held(two, 1).keys()]).not.toContain("token");
  expect(held(two, 1).get("goal")).not.toBe(held(three, 1).get("goal"));
  expect(held(two, 1).get("finding")).toBe(held(three, 1).get("finding"));
  expect([held(two, 0).get("token"), held(three, 0).get("token")]).toEqual(["", ""]);
  expect(JSON.stringify(two)).not.toMatch(/"two"|"three"/);
});
