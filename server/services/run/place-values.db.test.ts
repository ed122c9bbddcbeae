import { afterAll, beforeAll, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import type { Services } from "../context.ts";
import { startInput } from "../inputs.ts";
import { callerAs, openServices, untilEnded } from "../testing/services.ts";
import { createWorkflow } from "../workflow/create.ts";
import { type PlaceValues, placeValue, placeValues } from "./place-values.ts";
import { startRun } from "./start.ts";

const { db } = await cloneDatabase();
const owner = callerAs("owner");
const viewer = callerAs("viewer");
let services: Services;
let id: string;

const LONG = "x".repeat(90_000);
const graph = {
  schemaVersion: 1,
  slug: "places",
  name: "Places",
  nodes: {
    twice: {
      kind: "task",
      task: "twice",
      input: { what: "= input.what" },
      retry: { maxAttempts: 2, initialMs: 1, capMs: 1 },
    },
    pure: { kind: "task", task: "pure", input: { of: "= nodes.twice.output.said" } },
    shape: { kind: "transform", output: { shaped: "= input.what" } },
    each: {
      kind: "map",
      over: "= ['a', 'b', 'c']",
      join: "allSettled",
      body: { kind: "task", task: "each", input: { letter: "= item" } },
    },
    below: {
      kind: "subworkflow",
      input: { to: "= input.what" },
      graph: {
        schemaVersion: 1,
        slug: "below",
        name: "Below",
        nodes: { end: { kind: "end", output: { from: "= input.to" } } },
        edges: [],
      },
    },
    calls: {
      kind: "map",
      over: "= [1, 2]",
      body: {
        kind: "subworkflow",
        input: { no: "= item" },
        graph: {
          schemaVersion: 1,
          slug: "called",
          name: "Called",
          nodes: { end: { kind: "end", output: "= input.no * 10" } },
          edges: [],
        },
      },
    },
    long: { kind: "task", task: "long" },
    no: { kind: "task", task: "pure", input: {} },
    end: { kind: "end", output: null },
  },
  edges: [
    { source: "twice", target: "pure" },
    { source: "pure", target: "shape" },
    { source: "shape", target: "each" },
    { source: "each", target: "below" },
    { source: "below", target: "calls" },
    { source: "calls", target: "long" },
    { source: "long", target: "no", when: "input.what == 'nothing'" },
    { source: "long", target: "end", when: "input.what != 'nothing'" },
  ],
};

beforeAll(async () => {
  services = await openServices(db, {
    twice: {
      run: (input, { attempt }) => {
        if (attempt === 1) throw new Error("not yet");
        return { said: input };
      },
    },
    pure: { pure: true, run: (input) => ({ pure: input }) },
    each: {
      run: (input) => {
        const { letter } = input as { letter: string };
        if (letter === "b") throw new Error("no b");
        return `${letter}!`;
      },
    },
    long: { run: () => ({ picture: LONG }) },
  });
  await createWorkflow(services, owner, { graph });
  ({ id } = await startRun(services, owner, startInput.parse({ slug: "places", input: { what: "hello" } })));
  expect((await untilEnded(services, id)).status).toBe("succeeded");
});
afterAll(() => services.host.stop({ timeoutMs: 2_000 }));

const at = (nodeId: string, more: { item?: number; attempt?: number } = {}): Promise<PlaceValues> =>
  placeValues(services, viewer, { id, nodeId, ...more });
const given = (value: unknown) => ({ value });

test("a task tells what it was given and gave, and so does each attempt", async () => {
  const said = { said: { what: "hello" } };
  expect(await at("twice")).toEqual({ input: given({ what: "hello" }), output: given(said) });
  expect(await at("twice", { attempt: 1 })).toEqual({ input: given({ what: "hello" }), output: null });
  expect(await at("twice", { attempt: 2 })).toEqual({
    input: given({ what: "hello" }),
    output: given(said),
  });
  expect(await at("pure")).toEqual({
    input: given({ of: { what: "hello" } }),
    output: given({ pure: { of: { what: "hello" } } }),
  });
});

test("a node without work for an executor tells what it gave", async () => {
  expect(await at("shape")).toEqual({ input: null, output: given({ shaped: "hello" }) });
});

test("a map tells its list and what its items became, and each item what is its own", async () => {
  const { input, output } = await at("each");
  expect(input).toEqual(given(["a", "b", "c"]));
  expect(output?.value).toMatchObject([
    { status: "succeeded", output: "a!" },
    { status: "failed", failure: { message: "no b" } },
    { status: "succeeded", output: "c!" },
  ]);
  expect(await at("each", { item: 2 })).toEqual({ input: given({ letter: "c" }), output: given("c!") });
  expect(await at("each", { item: 1, attempt: 1 })).toMatchObject({ output: null });
});

test("a call tells what the run below was given and gave, alone and for each of a list", async () => {
  expect(await at("below")).toEqual({ input: given({ to: "hello" }), output: given({ from: "hello" }) });
  expect(await at("calls")).toEqual({ input: given([1, 2]), output: given([10, 20]) });
  expect(await at("calls", { item: 1 })).toEqual({ input: given({ no: 2 }), output: given(20) });
});

test("what is large comes cut, and whole when it is asked for", async () => {
  const { output } = await at("long");
  expect(output?.value).toMatchObject({ picture: { $truncated: true } });
  expect(await placeValue(services, viewer, { id, nodeId: "long", side: "output" })).toEqual({
    picture: LONG,
  });
});

test("of what was not done nothing is kept, and the refusal says so", async () => {
  expect(await at("no")).toEqual({ input: null, output: null });
  await expect(placeValue(services, viewer, { id, nodeId: "no", side: "input" })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  await expect(at("twice", { attempt: 9 })).resolves.toEqual({ input: null, output: null });
});
