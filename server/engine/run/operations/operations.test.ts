import { describe, expect, it } from "vitest";
import type { Simulation } from "../../simulation/simulator.ts";
import { refold, wrongRows } from "../../testing/journal-checks.ts";
import { begin, chain, ending, graphOf, ofType, output } from "../../testing/run-graph.ts";
import type { Command } from "../commands.ts";
import type { Actor } from "../events.ts";

const ann: Actor = { kind: "user", id: "u1", name: "Ann" };
type Given<T extends Command["type"]> = Omit<Extract<Command, { type: T }>, "type" | "at" | "actor">;

function give<T extends Command["type"]>(simulation: Simulation, type: T, given: Given<T>): string {
  const command = { type, at: simulation.now, actor: ann, ...given } as unknown as Command;
  return simulation.send(command) ?? "done";
}

function finish(simulation: Simulation) {
  while (simulation.advance()) {
    // Each call moves the virtual clock.
  }
  return simulation.outcome();
}

const task = (fields: object = {}) => ({ kind: "task", task: "echo", ...fields });
const refuse = (fields: object = {}) => ({ kind: "task", task: "refuse", ...fields });
const end = (value: string) => ({ kind: "end", output: value });

describe("settling a node by hand", () => {
  const nodes = { a: task(), b: task(), z: end("= nodes.b.output") };
  const edges = chain("a", "b", "z");

  it("skips a node that has not started, and its result is the one that was given", () => {
    const simulation = begin({ nodes, edges });
    expect(give(simulation, "settleNode", { run: 0, node: "b", how: "skip", output: "by hand" })).toBe(
      "done",
    );
    const outcome = finish(simulation);
    expect(output(outcome)).toBe("by hand");
    expect(outcome.calls.map(({ call }) => call.node)).toEqual(["a"]);
    expect(ofType(outcome.journal, "NodeCompleted").find(({ node }) => node === "b")?.by).toEqual({
      how: "skip",
      actor: ann,
    });
  });

  it("completes one that works; what it answers later is refused", () => {
    const simulation = begin({ nodes, edges });
    expect(give(simulation, "settleNode", { run: 0, node: "a", how: "complete", output: 1 })).toBe("done");
    const late = { run: 0, node: "a", attempt: 1, output: "late" };
    expect(give(simulation, "attemptSucceeded", late)).toBe("STALE_ATTEMPT");
    expect(simulation.tree.levels[0]?.agents).toBe(1);
    expect(ending(finish(simulation))).toBe("succeeded");
  });

  it("stops the child runs of the node, leaves first", () => {
    const child = graphOf({ slug: "child", nodes: { w: { kind: "wait", durationMs: 60_000 } } });
    const simulation = begin({
      nodes: { a: { kind: "subworkflow", graph: child }, z: end("= nodes.a.output") },
      edges: chain("a", "z"),
    });
    expect(give(simulation, "settleNode", { run: 0, node: "a", how: "complete", output: 7 })).toBe("done");
    expect(output(finish(simulation))).toBe(7);
    expect(simulation.tree.runs[1]?.phase).toBe("cancelled");
    expect(ofType(simulation.outcome().journal, "RunCancelled")[0]?.reason).toBe("complete by Ann");
  });

  it.each([
    ["a run that there is not", { run: 9, node: "a", how: "skip", output: 1 }, "RUN_UNKNOWN"],
    ["a node that there is not", { run: 0, node: "nope", how: "skip", output: 1 }, "NODE_UNKNOWN"],
    ["completing what has not started", { run: 0, node: "b", how: "complete", output: 1 }, "NODE_NOT_OPEN"],
    ["an item of what has none", { run: 0, node: "a", item: 3, how: "skip", output: 1 }, "ITEM_UNKNOWN"],
    ["a port of what has none", { run: 0, node: "a", how: "skip", output: 1, port: "x" }, "PORT_UNKNOWN"],
  ] as const)("refuses %s", (_, given, code) => {
    expect(give(begin({ nodes, edges }), "settleNode", given)).toBe(code);
  });

  it("refuses what is final already, and a decision without the port that it takes", () => {
    const simulation = begin({
      nodes: {
        a: { kind: "transform", output: 1 },
        w: task(),
        d: { kind: "decision", cases: [{ port: "yes", when: "true" }] },
        z: end("z"),
      },
      edges: [...chain("a", "w", "d"), { source: "d", target: "z", port: "yes" }],
    });
    const given = { run: 0, how: "skip", output: 1 } as const;
    expect(give(simulation, "settleNode", { ...given, node: "a" })).toBe("NODE_SETTLED");
    expect(give(simulation, "settleNode", { ...given, node: "d" })).toBe("PORT_UNKNOWN");
    expect(give(simulation, "settleNode", { ...given, node: "d", port: "yes" })).toBe("done");
    expect(output(finish(simulation))).toBe("z");
    expect(give(simulation, "settleNode", { ...given, node: "d" })).toBe("RUN_SETTLED");
  });
});

describe("a node that parks when its attempts are used up", () => {
  const parked = (fields: object = {}) =>
    begin({
      nodes: { a: refuse({ onExhausted: "park", input: { n: 1 } }), z: end("= nodes.a.output") },
      edges: chain("a", "z"),
      ...fields,
    });

  it("waits for a person and holds no place", () => {
    const simulation = parked();
    const outcome = finish(simulation);
    expect(simulation.tree.runs[0]?.phase).toBe("running");
    expect(simulation.tree.runs[0]?.nodes?.["a"]?.status).toBe("parked");
    expect(simulation.tree.levels[0]?.agents).toBe(0);
    expect(ofType(outcome.journal, "SlotParked")[0]?.failure.code).toBe("TaskFailed");
  });

  it("is completed by hand", () => {
    const simulation = parked();
    finish(simulation);
    expect(give(simulation, "settleNode", { run: 0, node: "a", how: "complete", output: "mine" })).toBe(
      "done",
    );
    expect(output(finish(simulation))).toBe("mine");
    expect(simulation.tree.outside).toBe(0);
  });

  it("is done again with another input: a new generation has a key of its own", () => {
    const simulation = parked();
    finish(simulation);
    expect(give(simulation, "retryNode", { run: 0, node: "a", input: { n: 2 } })).toBe("done");
    const outcome = finish(simulation);
    const [first, second] = outcome.calls.map(({ call }) => call);
    expect(second?.input).toEqual({ n: 2 });
    expect([first?.idempotencyKey, second?.idempotencyKey].map((key) => key?.split(":").at(-1))).toEqual([
      "1",
      "2",
    ]);
    expect(simulation.tree.runs[0]?.nodes?.["a"]?.status).toBe("parked");
    expect(simulation.tree.outside).toBe(1);
  });

  it("is done again with what a person gave before when a limit that refused it is raised", () => {
    const simulation = parked({ limits: { maxAgents: 1, onBudgetExhausted: "softStop" } });
    finish(simulation);
    give(simulation, "retryNode", { run: 0, node: "a", input: { n: 2 } });
    expect(finish(simulation).calls).toHaveLength(1);
    expect(give(simulation, "topUp", { run: 0, amounts: { agents: 1 } })).toBe("done");
    expect(finish(simulation).calls.map(({ call }) => call.input)).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it("is done again with what a person gave before, until they give something else", () => {
    const simulation = parked();
    finish(simulation);
    const inputs = [undefined, { n: 2 }, undefined, null, undefined].map((input) => {
      give(simulation, "retryNode", { run: 0, node: "a", ...(input === undefined ? {} : { input }) });
      return finish(simulation).calls.at(-1)?.call.input;
    });
    expect(inputs).toEqual([{ n: 1 }, { n: 2 }, { n: 2 }, null, null]);
  });

  it("parks in an item of a map and in an iteration of a loop too, and others go on", () => {
    const body = refuse({ onExhausted: "park" });
    const simulation = begin({
      nodes: {
        m: { kind: "map", over: "= [1, 2]", body },
        l: { kind: "loop", body, maxIterations: 2, onLimit: "succeed" },
      },
    });
    finish(simulation);
    expect(simulation.tree.outside).toBe(3);
    for (const item of [0, 1])
      give(simulation, "settleNode", { run: 0, node: "m", item, how: "complete", output: item });
    expect(give(simulation, "settleNode", { run: 0, node: "l", item: 1, how: "complete", output: 1 })).toBe(
      "ITEM_UNKNOWN",
    );
    for (const item of [0, 1]) {
      expect(give(simulation, "settleNode", { run: 0, node: "l", item, how: "complete", output: item })).toBe(
        "done",
      );
      finish(simulation);
    }
    const outcome = finish(simulation);
    expect(output(outcome)).toEqual({ m: [0, 1], l: 1 });
    expect(wrongRows(outcome.journal)).toMatchObject({ complaints: [], most: { parked: 3 } });
  });
});

describe("doing a place again", () => {
  it("voids the attempt that is under way: its answer is stale, and no place leaks", () => {
    const simulation = begin({ nodes: { a: task({ input: "first" }) } });
    expect(give(simulation, "retryNode", { run: 0, node: "a", input: "second" })).toBe("done");
    expect(give(simulation, "attemptSucceeded", { run: 0, node: "a", attempt: 1, output: "late" })).toBe(
      "STALE_ATTEMPT",
    );
    const outcome = finish(simulation);
    expect(output(outcome)).toBe("second");
    expect(simulation.tree.levels[0]?.agents).toBe(0);
    expect(ofType(outcome.journal, "AttemptStarted").map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  it("gives a fresh budget of attempts", () => {
    const simulation = begin({
      nodes: {
        a: { kind: "task", task: "broken", retry: { maxAttempts: 2, initialMs: 1 }, onExhausted: "park" },
      },
    });
    finish(simulation);
    give(simulation, "retryNode", { run: 0, node: "a" });
    const attempts = ofType(finish(simulation).journal, "AttemptStarted").map(({ attempt }) => attempt);
    expect(attempts).toEqual([1, 2, 3, 4]);
  });

  it("does a failed item of an open map again", () => {
    const over = { kind: "map", over: "= ['x']", body: refuse(), join: "allSettled" };
    const simulation = begin({ nodes: { m: { ...over, over: "= ['x', 'y']", maxConcurrent: 1 } } });
    simulation.advance();
    expect(give(simulation, "retryNode", { run: 0, node: "m", item: 0 })).toBe("done");
    const outcome = finish(simulation);
    expect(outcome.calls.map(({ call }) => call.item).toSorted()).toEqual([0, 0, 1]);
    expect(output(outcome)).toMatchObject([{ status: "failed" }, { status: "failed" }]);
  });

  it("does the iteration of a loop again that is under way, not the loop", () => {
    const simulation = begin({
      nodes: { l: { kind: "loop", body: task({ input: "= index" }), maxIterations: 3, onLimit: "succeed" } },
    });
    simulation.advance();
    expect(give(simulation, "retryNode", { run: 0, node: "l" })).toBe("done");
    expect(finish(simulation).calls.map(({ call }) => call.item)).toEqual([0, 1, 1, 2]);
  });

  it("starts a child anew under an address of its own", () => {
    const child = graphOf({ slug: "child", nodes: { w: task() } });
    const simulation = begin({ nodes: { a: { kind: "subworkflow", graph: child } } });
    expect(give(simulation, "retryNode", { run: 0, node: "a" })).toBe("done");
    const outcome = finish(simulation);
    expect(ending(outcome)).toBe("succeeded");
    expect(outcome.calls.map(({ call }) => call.idempotencyKey.split(":")[1])).toEqual([
      "root/a",
      "root/a~2",
    ]);
    expect(simulation.tree.counts).toMatchObject({ cancelled: 1, succeeded: 2 });
  });

  it.each([
    ["a wait", { a: { kind: "wait", durationMs: 1_000 } }, "a", "NODE_NOT_RETRYABLE"],
    [
      "a map without saying which item",
      { a: { kind: "map", over: "= [1]", body: task() } },
      "a",
      "NODE_NOT_RETRYABLE",
    ],
    ["what is done", { a: { kind: "transform", output: 1 }, b: task() }, "a", "NODE_NOT_RETRYABLE"],
    ["what has not started", { a: { kind: "wait", durationMs: 9 }, b: task() }, "b", "NODE_NOT_OPEN"],
  ])("refuses %s", (_, nodes, node, code) => {
    const edges = "b" in nodes ? chain("a", "b") : [];
    expect(give(begin({ nodes, edges }), "retryNode", { run: 0, node })).toBe(code);
  });
});

describe("variables", () => {
  const nodes = { w: { kind: "wait", durationMs: 10 }, z: end("= vars.limit") };
  const parts = { nodes, edges: chain("w", "z"), variables: { limit: 3 } };

  it("have the value of the graph until someone sets another", () => {
    expect(output(finish(begin(parts)))).toBe(3);
    const simulation = begin(parts);
    expect(give(simulation, "setVariable", { run: 0, name: "limit", value: 5 })).toBe("done");
    expect(output(finish(simulation))).toBe(5);
  });

  it("can be set only where the graph declares them", () => {
    expect(give(begin(parts), "setVariable", { run: 0, name: "limits", value: 5 })).toBe("VARIABLE_UNKNOWN");
    expect(give(begin(parts), "setVariable", { run: 0, name: "constructor", value: 5 })).toBe(
      "VARIABLE_UNKNOWN",
    );
  });
});

it("what people did folds to the live state", () => {
  const simulation = begin({
    nodes: { a: refuse({ onExhausted: "park" }), z: end("= nodes.a.output") },
    edges: chain("a", "z"),
  });
  finish(simulation);
  give(simulation, "retryNode", { run: 0, node: "a", input: 1 });
  finish(simulation);
  give(simulation, "settleNode", { run: 0, node: "a", how: "skip", output: 1 });
  const { journal, tree } = finish(simulation);
  expect(JSON.stringify(refold(journal))).toBe(JSON.stringify(tree));
});
