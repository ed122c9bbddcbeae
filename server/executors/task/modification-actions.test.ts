import { describe, expect, it } from "vitest";
import * as z from "zod";
import { applyOperations } from "#server/engine/modification/apply";
import type { Operation } from "#server/engine/modification/schemas";
import { graphOf } from "#server/engine/testing/run-graph";
import { BUILT_IN_ACTIONS } from "./built-in-actions.ts";
import { defineModificationAction, type ModificationAction } from "./define-modification-action.ts";
import { createActionBook } from "./modification-actions.ts";

const GRAPH = graphOf({
  nodes: {
    read: { kind: "task", task: "echo", input: "= input", retry: { initialMs: 5 } },
    ask: { kind: "agent", agent: "ann", prompt: "x" },
    each: { kind: "map", over: "= [1]", body: { kind: "http", url: "https://example.test/" } },
    call: { kind: "map", over: "= [1]", body: { kind: "subworkflow", workflow: "child" } },
    away: { kind: "subworkflow", workflow: "child", detached: true },
    wait: { kind: "wait", signal: "go", timeoutMs: 7 },
    shape: { kind: "transform", output: 1 },
  },
  edges: [],
});

const own = (propose: (question: { graph: unknown }) => unknown): ModificationAction =>
  defineModificationAction({ name: "own", params: z.unknown(), propose: propose as () => Operation[] });
const question = (params: unknown) => ({ graph: GRAPH, params, facts: {} });
const propose = async (name: string, params: unknown, actions: readonly ModificationAction[] = []) =>
  await createActionBook(() => actions, 50).propose(name, question(params));

async function changedBy(name: string, params: unknown) {
  const proposed = await propose(name, params);
  if (!proposed.ok) throw new Error(proposed.message);
  const modified = applyOperations(GRAPH, proposed.operations);
  if (!modified.ok) throw new Error(modified.refusal.message);
  return modified.graph;
}

describe("a built-in action", () => {
  it.each([
    ["scaleResources", { factor: 2, nodes: ["read"] }],
    ["insertApproval", { id: "sure", before: "read" }],
    ["skipNode", { id: "read" }],
    ["changeStrategy", { strategy: "full" }],
    ["setLimits", { set: { maxDepth: 3 } }],
  ])("%s is the operation of that name", async (name, params) => {
    expect(await propose(name, params)).toEqual({ ok: true, operations: [{ ...params, op: name }] });
  });

  it("setTimeouts sets the time limit of everything that has attempts", async () => {
    const { nodes } = await changedBy("setTimeouts", { timeoutMs: 900 });
    expect(nodes["read"]).toMatchObject({ timeoutMs: 900 });
    expect(nodes["ask"]).toMatchObject({ timeoutMs: 900 });
    expect(nodes["each"]).toMatchObject({ body: { timeoutMs: 900 } });
    for (const id of ["call", "away", "wait", "shape"]) expect(nodes[id]).toEqual(GRAPH.nodes[id]);
  });

  it("setRetries leaves the rest of a policy alone, and takes the nodes that are named", async () => {
    const { nodes } = await changedBy("setRetries", { maxAttempts: 6, nodes: ["read", "away"] });
    expect(nodes["read"]).toMatchObject({ retry: { initialMs: 5, maxAttempts: 6 } });
    expect(nodes["away"]).toMatchObject({ retry: { maxAttempts: 6 } });
    expect(nodes["ask"]).toEqual(GRAPH.nodes["ask"]);
  });

  it("leaves a node that is not there to the operation to refuse", async () => {
    const proposed = await propose("setTimeouts", { timeoutMs: 9, nodes: ["raed"] });
    if (!proposed.ok) throw new Error(proposed.message);
    expect(applyOperations(GRAPH, proposed.operations)).toMatchObject({
      refusal: { code: "M001", message: expect.stringContaining('did you mean "read"?') },
    });
  });
});

describe("an action that gives no operations says so by its name:", () => {
  it.each([
    ["an unknown name", "scaleResource", {}, "unknown", 'did you mean "scaleResources"?'],
    [
      "a parameter that does not fit",
      "scaleResources",
      { factor: "much" },
      "params",
      "scaleResources, params.factor:",
    ],
  ])("%s", async (_, name, params, reason, message) => {
    expect(await propose(name, params)).toMatchObject({
      ok: false,
      reason,
      message: expect.stringContaining(message),
    });
  });

  it.each<[string, () => unknown, string]>([
    [
      "a throw",
      () => {
        throw new Error("no figures");
      },
      "failed: no figures",
    ],
    ["a rejection", () => Promise.reject(new Error("later")), "failed: later"],
    ["no answer in time", () => new Promise(() => undefined), "has not answered within 0.05 s"],
    ["nothing", () => undefined, "expected array"],
    [
      "an operation that is none",
      () => [{ op: "removeNode", id: "a" }, { op: "explode" }],
      "operation 1 wrong",
    ],
    [
      "what is no JSON",
      () => [{ op: "addNode", id: "a", node: { kind: "end", output: () => 1 } }],
      "answered badly",
    ],
  ])("%s", async (_, answer, message) => {
    expect(await propose("own", {}, [own(answer)])).toMatchObject({
      ok: false,
      reason: "answer",
      message: expect.stringMatching(new RegExp(`^action own.*${message.replaceAll(".", "\\.")}`)),
    });
  });
});

it("what an action does to its graph changes nothing", async () => {
  const before = structuredClone(GRAPH);
  const rude = own(({ graph }) => {
    delete (graph as { nodes: Record<string, unknown> }).nodes["read"];
    return [];
  });
  expect(await propose("own", {}, [rude])).toEqual({ ok: true, operations: [] });
  expect(GRAPH).toEqual(before);
});

it("the list says what each takes, the own ones as they are at the moment", () => {
  const actions: ModificationAction[] = [];
  const book = createActionBook(() => actions);
  expect(book.list().map(({ name }) => name)).toEqual(BUILT_IN_ACTIONS.map(({ name }) => name));
  actions.push(own(() => []));
  expect(book.list().at(-1)).toMatchObject({ name: "own", description: "", builtIn: false });
  expect(book.list()[0]).toMatchObject({
    name: "scaleResources",
    builtIn: true,
    params: { type: "object", required: ["factor"], additionalProperties: false },
  });
});

it.each([
  [{ name: "bad name", params: z.unknown(), propose: () => [] }, "name"],
  [{ name: "a", params: {}, propose: () => [] }, "params is not a zod schema"],
  [{ name: "a", params: z.unknown(), propose: 1 }, "propose is not a function"],
])("a definition that cannot work is refused where it stands: %o", (spec, message) => {
  expect(() => defineModificationAction(spec as never)).toThrow(message);
});
