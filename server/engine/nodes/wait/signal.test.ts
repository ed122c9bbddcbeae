import { describe, expect, it } from "vitest";
import { validateGraph } from "../../graph/validate.ts";
import type { Refusal } from "../../run/commands.ts";
import type { Actor } from "../../run/events.ts";
import { nextWakeAt } from "../../run/timers.ts";
import type { Simulation } from "../../simulation/simulator.ts";
import { refold } from "../../testing/journal-checks.ts";
import { begin, chain, ending, graphOf, ofType, output } from "../../testing/run-graph.ts";

const actor: Actor = { kind: "user", id: "u1", name: "Ann" };
const wait = (fields: object = {}) => ({ kind: "wait", signal: "paid", ...fields });
type To = { readonly node: string } | { readonly name: string };

function send(simulation: Simulation, run: number, to: To, payload = 1): Refusal | undefined {
  return simulation.send({ type: "signal", at: simulation.now, run, to, payload, actor });
}

function finish(simulation: Simulation) {
  while (simulation.advance()) {
    // Each call moves the virtual clock.
  }
  return simulation.outcome();
}

/** A root whose child, two levels down, waits for `paid`. */
const inner = graphOf({ slug: "inner", nodes: { w: wait() } });
const middle = graphOf({ slug: "middle", nodes: { c: { kind: "subworkflow", graph: inner } } });
const deep = { nodes: { c: { kind: "subworkflow", graph: middle } } };

describe("a wait for a signal", () => {
  it.each([
    ["its node", { nodes: { w: wait() } }, 0, { node: "w" }],
    ["the name, from the root", { nodes: { w: wait() } }, 0, { name: "paid" }],
    ["its node two levels down", deep, 2, { node: "w" }],
    ["the name in its own run", deep, 2, { name: "paid" }],
    ["the name from the root, two levels up", deep, 0, { name: "paid" }],
    ["a name that was worked out", { nodes: { w: wait({ signal: "= 'pa' + 'id'" }) } }, 0, { name: "paid" }],
  ] as const)("ends by a signal to %s", (_, parts, run, to) => {
    const simulation = begin(parts);
    expect(send(simulation, run, to, 7)).toBeUndefined();
    expect(output(finish(simulation))).toEqual({ signal: "paid", payload: 7, timedOut: false });
  });

  it("takes one signal each: the oldest wait comes first, and the next signal finds the next", () => {
    const simulation = begin({
      nodes: { m: { kind: "map", over: "= [0, 1]", body: { kind: "subworkflow", graph: inner } } },
    });
    for (const payload of [10, 20]) expect(send(simulation, 0, { name: "paid" }, payload)).toBeUndefined();
    expect(output(finish(simulation))).toMatchObject([{ payload: 10 }, { payload: 20 }]);
  });

  it.each([
    ["its node", { node: "w" }],
    ["its name", { name: "paid" }],
  ] as const)("takes a signal to %s that came before it, and such a signal is kept once", (_, to) => {
    const simulation = begin({
      nodes: { a: { kind: "wait", durationMs: 50 }, w: wait() },
      edges: chain("a", "w"),
    });
    expect(send(simulation, 0, to, 7)).toBeUndefined();
    expect(send(simulation, 0, to, 8)).toBe("SIGNAL_PENDING");
    const outcome = finish(simulation);
    expect(output(outcome)).toMatchObject({ payload: 7 });
    expect(simulation.tree.signals).toEqual({});
    expect(ofType(outcome.journal, "SignalTaken")).toHaveLength(1);
  });

  it("refuses what is addressed wrong or comes too late, each with its own code", () => {
    const simulation = begin({
      nodes: { t: { kind: "task", task: "echo" }, w: wait(), z: { kind: "wait", durationMs: 5 } },
      edges: chain("w", "z"),
    });
    expect(send(simulation, 3, { name: "paid" })).toBe("RUN_UNKNOWN");
    expect(send(simulation, 0, { node: "nope" })).toBe("NODE_UNKNOWN");
    expect(send(simulation, 0, { node: "t" })).toBe("NOT_WAITING");
    expect(send(simulation, 0, { node: "w" })).toBeUndefined();
    expect(send(simulation, 0, { node: "w" })).toBe("NODE_SETTLED");
    finish(simulation);
    expect(send(simulation, 0, { node: "w" })).toBe("RUN_SETTLED");
  });

  it.each([
    ["fails", {}, "failed:SignalTimedOut"],
    ["goes on and says so", { onTimeout: "continue" }, "succeeded"],
  ])("%s when none comes in time", (_, fields, expected) => {
    const outcome = finish(begin({ nodes: { w: wait({ timeoutMs: 500, ...fields }) } }));
    expect(ending(outcome)).toBe(expected);
    expect(outcome.endedAt).toBe(500);
    if (expected === "succeeded") expect(output(outcome)).toMatchObject({ timedOut: true, payload: null });
  });

  it("is not active time: the clock of the tree stands still while nothing else moves", () => {
    const simulation = begin({
      nodes: { w: wait(), a: { kind: "wait", durationMs: 600 } },
      edges: chain("w", "a"),
      limits: { recursionTimeoutMs: 1_000 },
    });
    expect(nextWakeAt(simulation.tree)).toBeNull();
    simulation.send({ type: "signal", at: 86_400_000, run: 0, to: { node: "w" }, payload: 1, actor });
    expect(ending(finish(simulation))).toBe("succeeded");
  });

  it("counts as active time while something works beside it", () => {
    const simulation = begin({
      nodes: { w: wait(), a: { kind: "wait", durationMs: 5_000 } },
      limits: { recursionTimeoutMs: 1_000 },
    });
    expect(ending(finish(simulation))).toBe("failed:RecursionTimeout");
    expect(simulation.now).toBe(1_000);
  });

  it("leaves nothing behind when its run is cancelled", () => {
    const simulation = begin(deep);
    simulation.send({ type: "cancel", at: 0, run: 0, reason: "test", actor });
    expect(simulation.tree.outside).toBe(0);
    const { journal, tree } = simulation.outcome();
    expect(JSON.stringify(refold(journal))).toBe(JSON.stringify(tree));
  });

  it.each([
    ["two things to wait for", wait({ durationMs: 5 }), "G017", "/nodes/a"],
    ["a time limit without a signal", { kind: "wait", durationMs: 5, timeoutMs: 5 }, "G017", "/nodes/a"],
    ["a name that does not compile", wait({ signal: "= 1 +" }), "X001", "/nodes/a/signal"],
  ])("refuses %s", (_, node, code, path) => {
    const { problems } = validateGraph({ ...graphOf({ nodes: {} }), nodes: { a: node } });
    expect(problems.map((problem) => [problem.code, problem.path])).toContainEqual([code, path]);
  });
});
