import { describe, expect, it } from "vitest";
import { validateGraph } from "../../graph/validate.ts";
import { chain, ending, graphOf, ofType, output, run, WORLD } from "../../testing/run-graph.ts";

const say = (fields: object = {}) => ({ kind: "emit", event: "audit.finished", ...fields });

describe("an emit node", () => {
  it.each([
    ["its payload", { payload: { n: "= input.n + 1" } }, { n: 3 }],
    ["what reaches it, without a payload of its own", {}, { n: 2 }],
  ])("says %s", (_, fields, payload) => {
    const { journal } = run({ nodes: { say: say(fields) } }, { input: { n: 2 } });
    expect(ofType(journal, "EventEmitted")).toMatchObject([{ event: "audit.finished", payload }]);
  });

  it("stands in the journal once, before the attempt that delivers it, however often that is tried", () => {
    const world = {
      tasks: { ...WORLD.tasks, "banyan:emit": { durationMs: [1, 1], failureRate: 1 } as const },
    };
    const outcome = run({ nodes: { say: say({ retry: { maxAttempts: 3, initialMs: 1 } }) } }, { world });
    const types = outcome.journal.map(({ type }) => type);
    expect(types.indexOf("EventEmitted")).toBe(types.indexOf("AttemptStarted") - 1);
    expect(ofType(outcome.journal, "EventEmitted")).toHaveLength(1);
    expect(ofType(outcome.journal, "AttemptStarted")).toHaveLength(3);
    expect(ending(outcome)).toBe("failed:TaskFailed");
  });

  it("goes on with what its delivery answered", () => {
    const nodes = { say: say(), z: { kind: "end", output: "= nodes.say.output" } };
    expect(output(run({ nodes, edges: chain("say", "z") }))).toEqual({
      event: "audit.finished",
      channels: ["inApp"],
    });
  });

  it("can be the body of a map: one event an item, each with a key of its own", () => {
    const over = { kind: "map", over: "= [1, 2]", body: say({ payload: "= item" }) };
    const { journal, calls } = run({ nodes: { over } });
    expect(ofType(journal, "EventEmitted").map(({ item, payload }) => [item, payload])).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(new Set(calls.map(({ call }) => call.idempotencyKey)).size).toBe(2);
  });

  it.each([
    ["a name that no receiver could filter by", say({ event: "audit finished" }), "G005", "/nodes/a/event"],
    ["a payload that does not compile", say({ payload: "= 1 +" }), "X001", "/nodes/a/payload"],
    ["its executor, called as a task", { kind: "task", task: "banyan:emit" }, "G021", "/nodes/a/task"],
  ])("refuses %s", (_, node, code, path) => {
    const { problems } = validateGraph({ ...graphOf({ nodes: {} }), nodes: { a: node } });
    expect(problems.map((problem) => [problem.code, problem.path])).toContainEqual([code, path]);
  });
});
