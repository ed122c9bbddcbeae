import { afterAll, beforeAll, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import { until } from "#server/runtime/testing/harness";
import type { Services } from "../context.ts";
import { startInput } from "../inputs.ts";
import { callerAs, openServices, untilRun } from "../testing/services.ts";
import { createWorkflow } from "../workflow/create.ts";
import { runActs } from "./acts.ts";
import { answerApproval } from "./answer.ts";
import { cancelRun } from "./cancel.ts";
import { runNodes } from "./nodes.ts";
import { startRun } from "./start.ts";

const { db } = await cloneDatabase();
const operator = callerAs("operator");
const viewer = callerAs("viewer");
let services: Services;
let treeId: string;

/** An approval at depth 6. */
function nested(levels: number): Record<string, unknown> {
  const nodes =
    levels === 0
      ? { ask: { kind: "approval", title: "Go on?", details: { cost: 12 } } }
      : { down: { kind: "subworkflow", graph: nested(levels - 1) } };
  return { schemaVersion: 1, slug: `level-${levels}`, name: `Level ${levels}`, nodes, edges: [] };
}

beforeAll(async () => {
  services = await openServices(db, {
    refuse: {
      run: () => {
        throw new Error("no");
      },
    },
  });
  await createWorkflow(services, callerAs("owner"), { graph: nested(6) });
  ({ treeId } = await startRun(services, operator, startInput.parse({ slug: "level-6", input: {} })));
  await until(
    () => runActs(services, operator, { id: `${treeId}.6` }).catch(() => null),
    (acts) => acts?.places[0]?.acts.answer === null,
  );
});
afterAll(() => services.host.stop({ timeoutMs: 2_000 }));

test("what can be done at depth 6 is told with each thing that cannot, and why", async () => {
  const { acts, places } = await runActs(services, operator, { id: `${treeId}.6` });
  expect(acts).toMatchObject({
    cancel: null,
    pause: null,
    resume: "its tree is not paused",
    requeue: "its tree is not held back",
    setVariable: "its graph declares no variables",
    fork: null,
  });
  expect(places).toMatchObject([
    {
      node: "ask",
      kind: "approval",
      asked: { title: "Go on?", details: { cost: 12 } },
      acts: { answer: null, retry: expect.stringContaining("done again") },
    },
  ]);
});

test("a viewer is told that the role does not allow it, whatever the run", async () => {
  const { acts, places } = await runActs(services, viewer, { id: `${treeId}.6` });
  const told = [...Object.values(acts), ...places.flatMap((place) => Object.values(place.acts))];
  expect(new Set(told)).toEqual(new Set(["your role (viewer) does not allow it"]));
});

test("a subworkflow whose run goes on is under way since that run started", async () => {
  const { nodes } = await runNodes(services, operator, { id: `${treeId}.5` });
  expect(nodes).toMatchObject([{ nodeId: "down", status: "active", startedAt: expect.any(String) }]);
});

test("an approval at depth 6 is given, and nothing can be done any more when all has ended", async () => {
  await answerApproval(services, operator, { id: `${treeId}.6`, node: "ask", approve: true, generation: 1 });
  await untilRun(services, treeId, ({ endedAt }) => endedAt !== null);
  const { acts, places } = await runActs(services, operator, { id: `${treeId}.6` });
  expect(acts).toMatchObject({ cancel: "it has ended already (succeeded)", fork: null });
  expect(places).toEqual([]);
});

test("one branch is cancelled at its own depth; the act is told as over afterwards", async () => {
  const again = await startRun(services, operator, startInput.parse({ slug: "level-6", input: {} }));
  const id = `${again.treeId}.3`;
  await until(
    () => runActs(services, operator, { id }).catch(() => null),
    (told) => told?.acts.cancel === null,
  );
  await cancelRun(services, operator, { id });
  expect((await runActs(services, operator, { id })).acts.cancel).toMatch(/has ended already/);
});

test("a call whose run has failed is told with what that run was given, for another try with something else", async () => {
  const graph = {
    schemaVersion: 1,
    slug: "refused",
    name: "Refused",
    nodes: {
      pay: {
        kind: "map",
        over: "= [7, 8]",
        body: {
          kind: "subworkflow",
          input: { sum: "= item" },
          graph: {
            schemaVersion: 1,
            slug: "payment",
            name: "Payment",
            nodes: { no: { kind: "fail", code: "Refused", message: "no" } },
            edges: [],
          },
          recovery: [{ do: "park" }],
        },
      },
    },
    edges: [],
  };
  await createWorkflow(services, callerAs("owner"), { graph });
  const { id } = await startRun(services, operator, startInput.parse({ slug: "refused", input: {} }));
  const parked = await until(
    () => runActs(services, operator, { id }),
    ({ places }) => places.filter(({ status }) => status === "parked").length === 2,
  );
  const items = parked.places.filter(({ item }) => item !== null);
  expect(items.map(({ item, acts, input }) => [item, acts.retry, input])).toEqual([
    [0, null, { sum: 7 }],
    [1, null, { sum: 8 }],
  ]);
});

test("a place at which a fallback has failed too is told with what it was given itself, or with nothing", async () => {
  const no = { no: { kind: "fail", code: "Refused", message: "no" } };
  const standIn = { schemaVersion: 1, slug: "stand-in", name: "Stand-in", nodes: no, edges: [] };
  const payment = { ...standIn, slug: "card-payment", name: "Card payment" };
  const graph = {
    schemaVersion: 1,
    slug: "stood-in",
    name: "Stood in",
    nodes: {
      pay: {
        kind: "subworkflow",
        input: { sum: 7 },
        graph: payment,
        recovery: [{ do: "fallback", workflow: "stand-in", input: { owed: 70 } }, { do: "park" }],
      },
      tell: {
        kind: "task",
        task: "refuse",
        input: { to: "Ada" },
        recovery: [{ do: "fallback", task: "refuse", input: { to: "Bob" } }, { do: "park" }],
      },
    },
    edges: [],
  };
  await createWorkflow(services, callerAs("owner"), { graph: standIn });
  await createWorkflow(services, callerAs("owner"), { graph });
  const { id } = await startRun(services, operator, startInput.parse({ slug: "stood-in", input: {} }));
  const { places } = await until(
    () => runActs(services, operator, { id }),
    (told) => told.places.filter(({ status }) => status === "parked").length === 2,
  );
  expect(places.map(({ node, acts, input }) => [node, acts.retry, input])).toEqual([
    ["pay", null, { sum: 7 }],
    ["tell", null, null],
  ]);
});
