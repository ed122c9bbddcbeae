import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Failure } from "../failure.ts";
import { whyWaiting } from "../insight/why-waiting.ts";
import type { Command } from "../run/commands.ts";
import type { Actor } from "../run/events.ts";
import type { Outcome, Simulation } from "../simulation/simulator.ts";
import type { World } from "../simulation/world.ts";
import { afterSettlement, refold } from "../testing/journal-checks.ts";
import { begin, chain, ending, graphOf, ofType, output, run } from "../testing/run-graph.ts";

const actor: Actor = { kind: "user", id: "u1", name: "Ann" };
const broken: Failure = { class: "task", code: "TaskFailed", message: "no", retryable: false };
const world: World = {
  tasks: {
    book: { durationMs: [1, 1] },
    cancel: { durationMs: [100, 100] },
    work: {
      durationMs: (input) => (input as { ms: number }).ms,
      fails: (input) => ((input as { ok: boolean }).ok ? undefined : broken),
    },
    stuck: { durationMs: [1, 1], fails: () => broken },
    refuse: { durationMs: [500, 500], fails: () => broken },
  },
};
const book = (id: string, task = "cancel") => ({
  kind: "task",
  task: "book",
  input: { id },
  compensate: { task, input: { id: `= nodes.${id}.output.id` } },
});
/** Books x and y, then works as its input says. */
const trip = (more: object = {}) => ({
  kind: "subworkflow",
  graph: graphOf({
    slug: "trip",
    nodes: { x: book("x"), y: book("y"), w: { kind: "task", task: "work", input: "= input", ...more } },
    edges: chain("x", "y", "w"),
  }),
});
const FAILING = { ms: 1, ok: false };
const listOf = (inputs: readonly object[]) => `= ${JSON.stringify(inputs)}`;

/** Keys under which something was undone, with what it was; a key that comes twice is the same call again. */
function undone({ calls }: Pick<Outcome, "calls">): string[] {
  const seen = new Map<string, string>();
  for (const { call } of calls)
    if (call.task === "cancel") seen.set(call.idempotencyKey, (call.input as { id: string }).id);
  return [...seen.values()];
}
const until = (simulation: Simulation, holds: () => boolean) => {
  while (!holds() && simulation.advance()) {
    // Each call moves the virtual clock.
  }
};
const rest = (simulation: Simulation) => until(simulation, () => false);
const sound = (outcome: Outcome) => {
  expect(outcome.stuck).toBe(false);
  expect(afterSettlement(outcome.journal)).toEqual([]);
  expect(refold(outcome.journal)).toEqual(outcome.tree);
};
const startsUndoing = (simulation: Simulation) => () =>
  ofType(simulation.outcome().journal, "CompensationStarted").length > 0;

describe("a child that a satisfied join stops while it undoes", () => {
  const map = {
    kind: "map",
    over: listOf([FAILING, { ms: 50, ok: true }]),
    join: "any",
    body: trip(),
  };

  it("finishes that, each result once; the run goes on meanwhile and ends after it", () => {
    const parts = { nodes: { m: map, z: { kind: "end", output: "done" } }, edges: chain("m", "z") };
    const outcome = run(parts, { world });
    expect(undone(outcome)).toEqual(["y", "x"]);
    expect(output(outcome)).toBe("done");
    const order = outcome.journal.map((event) => `${event.type} ${"run" in event ? event.run : ""}`);
    const at = (text: string) => order.indexOf(text);
    expect(at("RunCancelled 2")).toBe(-1);
    expect(at("RunFailed 1")).toBeGreaterThan(at("NodeCompleted 0"));
    expect(at("RunSucceeded 0")).toBeGreaterThan(at("RunFailed 1"));
    sound(outcome);
  });

  it("is waited for by a run that fails meanwhile, which then undoes the rest and nothing twice", () => {
    const nodes = { a: book("a"), m: map, f: { kind: "task", task: "work", input: FAILING } };
    const outcome = run({ nodes, edges: chain("a", "m", "f") }, { world });
    // The second item had succeeded, so what it did is its parent's to undo.
    expect(undone(outcome)).toEqual(["y", "x", "y", "x", "a"]);
    expect(ending(outcome)).toBe("failed:TaskFailed");
    sound(outcome);
  });

  it("says what the run waits for", () => {
    const simulation = begin({ nodes: { m: map } }, { world });
    until(simulation, () =>
      ofType(simulation.outcome().journal, "NodeCompleted").some(({ run }) => run === 0),
    );
    expect(whyWaiting(simulation.tree, 0)).toMatchObject([{ kind: "child", node: "m", item: 0 }]);
    rest(simulation);
    sound(simulation.outcome());
  });
});

describe("several children that undo", () => {
  it("are all over before the run above is, although its node has failed", () => {
    const map = {
      kind: "map",
      over: listOf([FAILING, { ms: 20, ok: false }, { ms: 40, ok: false }]),
      body: trip(),
    };
    const outcome = run({ nodes: { a: book("a"), m: map }, edges: chain("a", "m") }, { world });
    expect([...undone(outcome)].sort()).toEqual(["a", "x", "x", "x", "y", "y", "y"]);
    expect(undone(outcome).at(-1)).toBe("a");
    sound(outcome);
  });

  it("hold a run that is cancelled, each of them", () => {
    const map = {
      kind: "map",
      over: listOf([FAILING, FAILING, { ms: 9_000, ok: true }]),
      join: "allSettled",
      body: trip(),
    };
    const simulation = begin({ nodes: { m: map } }, { world });
    until(simulation, () => ofType(simulation.outcome().journal, "CompensationStarted").length === 2);
    simulation.send({ type: "cancel", at: simulation.now, run: 0, reason: "enough", actor });
    expect(simulation.tree.runs[0]?.phase).toBe("running");
    expect(whyWaiting(simulation.tree, 0)).toMatchObject([
      { kind: "compensation", item: 0, end: "cancelled" },
      { kind: "compensation", item: 1, end: "cancelled" },
    ]);
    rest(simulation);
    expect([...undone(simulation.outcome())].sort()).toEqual(["x", "x", "y", "y"]);
    expect(ending(simulation.outcome())).toBe("cancelled");
    sound(simulation.outcome());
  });
});

describe("a child that a person gets out of the way while it undoes", () => {
  const nodes = { k: { ...trip(), input: FAILING }, z: { kind: "end", output: "= nodes.k.output" } };
  const started = () => {
    const simulation = begin({ nodes, edges: chain("k", "z") }, { world });
    until(simulation, startsUndoing(simulation));
    return simulation;
  };

  it("finishes it when its node is skipped", () => {
    const simulation = started();
    const at = simulation.now;
    simulation.send({ type: "settleNode", at, run: 0, node: "k", how: "skip", output: null, actor });
    rest(simulation);
    expect(undone(simulation.outcome())).toEqual(["y", "x"]);
    expect(ending(simulation.outcome())).toBe("succeeded");
    sound(simulation.outcome());
  });

  it("finishes it when its node is let fail", () => {
    const simulation = started();
    simulation.send({ type: "failNode", at: simulation.now, run: 0, node: "k", actor });
    rest(simulation);
    expect(undone(simulation.outcome())).toEqual(["y", "x"]);
    expect(ending(simulation.outcome())).toBe("failed:Failed");
    sound(simulation.outcome());
  });

  it("finishes it beside the new child when its node is done again", () => {
    const simulation = started();
    const input = { ms: 1, ok: true };
    simulation.send({ type: "retryNode", at: simulation.now, run: 0, node: "k", input, actor });
    rest(simulation);
    expect(undone(simulation.outcome())).toEqual(["y", "x"]);
    expect(output(simulation.outcome())).toEqual(input);
    sound(simulation.outcome());
  });

  it("finishes what a compensate node had begun when that is skipped, and nobody does it again", () => {
    const graph = {
      a: book("a"),
      b: book("b"),
      u: { kind: "compensate" },
      f: { kind: "task", task: "refuse" },
    };
    const simulation = begin({ nodes: graph, edges: chain("a", "b", "u", "f") }, { world });
    until(simulation, startsUndoing(simulation));
    const at = simulation.now;
    simulation.send({ type: "settleNode", at, run: 0, node: "u", how: "skip", output: null, actor });
    rest(simulation);
    expect(undone(simulation.outcome())).toEqual(["b", "a"]);
    expect(ending(simulation.outcome())).toBe("failed:TaskFailed");
    sound(simulation.outcome());
  });
});

describe("a run that is about to undo", () => {
  it("is let do so, although a run above is cancelled while the tree is paused", () => {
    const simulation = begin({ nodes: { k: { ...trip(), input: { ms: 1_000, ok: false } } } }, { world });
    until(simulation, () => simulation.outcome().calls.some(({ call }) => call.task === "work"));
    simulation.send({ type: "pause", at: simulation.now, actor });
    until(simulation, () => ofType(simulation.outcome().journal, "RunEnding").length > 0);
    expect(startsUndoing(simulation)()).toBe(false);
    simulation.send({ type: "cancel", at: simulation.now, run: 0, reason: "enough", actor });
    simulation.send({ type: "resume", at: simulation.now, actor });
    rest(simulation);
    expect(undone(simulation.outcome())).toEqual(["y", "x"]);
    expect(ending(simulation.outcome())).toBe("cancelled");
    sound(simulation.outcome());
  });
});

describe("a run that undoes what it did", () => {
  it("has nothing left that a person could decide about but what undoes it", () => {
    const nodes = {
      a: book("a"),
      f: { kind: "task", task: "work", input: FAILING },
      s: { kind: "wait", signal: "go" },
    };
    const simulation = begin({ nodes, edges: [...chain("a", "f"), ...chain("a", "s")] }, { world });
    until(simulation, startsUndoing(simulation));
    const base = { at: simulation.now, run: 0, actor } as const;
    const refusals = [
      simulation.send({ ...base, type: "settleNode", node: "f", how: "skip", output: null }),
      simulation.send({ ...base, type: "retryNode", node: "f" }),
      simulation.send({ ...base, type: "failNode", node: "f" }),
      simulation.send({ ...base, type: "signal", to: { node: "s" }, payload: null }),
      simulation.send({ ...base, type: "signal", to: { name: "go" }, payload: null }),
      simulation.send({ ...base, type: "setVariable", name: "v", value: 1 }),
    ];
    expect(new Set(refusals)).toEqual(new Set(["RUN_ENDING"]));
    rest(simulation);
    expect(undone(simulation.outcome())).toEqual(["a"]);
    expect(ending(simulation.outcome())).toBe("failed:TaskFailed");
  });
});

describe("whatever is skipped, let fail, done again or cancelled at any moment", () => {
  type Act = {
    readonly after: number;
    readonly how: "skip" | "fail" | "retry" | "cancel";
    readonly run: number;
  };
  const act = fc.record<Act>({
    after: fc.nat(30),
    how: fc.constantFrom("skip", "fail", "retry", "cancel"),
    run: fc.nat(1),
  });
  const outer = {
    kind: "subworkflow",
    graph: graphOf({
      slug: "outer",
      nodes: {
        o: book("o"),
        k: {
          kind: "map",
          over: listOf([FAILING, { ms: 30, ok: true }, { ms: 60, ok: false }]),
          join: "any",
          body: trip(),
        },
        v: { kind: "task", task: "work", input: { ms: 20, ok: false } },
      },
      edges: chain("o", "k", "v"),
    }),
  };

  const commandOf = ({ how, run: no }: Act, at: number): Command => {
    const base = { at, run: no, node: "k", actor } as const;
    switch (how) {
      case "skip":
        return { ...base, type: "settleNode", how, output: null };
      case "fail":
        return { ...base, type: "failNode" };
      case "retry":
        return { ...base, type: "retryNode" };
      case "cancel":
        return { ...base, type: "cancel", reason: "enough" };
    }
  };
  const go = (acts: readonly Act[], seed: number): Outcome => {
    const simulation = begin({ nodes: { k: outer } }, { world, seed, crashRate: 0.05, commitLag: 0.2 });
    for (const each of acts) {
      for (let i = 0; i < each.after; i++) simulation.advance();
      simulation.send(commandOf(each, simulation.now));
    }
    rest(simulation);
    return simulation.outcome();
  };

  it("the tree ends, and what was begun to be undone is undone, each result once", () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 4 }), fc.nat(10_000), (acts, seed) => {
        const outcome = go(acts, seed);
        sound(outcome);
        const counts = ofType(outcome.journal, "CompensationStarted").map(({ count }) => count);
        expect(undone(outcome)).toHaveLength(counts.reduce((sum, count) => sum + count, 0));
        const results = ofType(outcome.journal, "NodeCompleted").filter(({ undo }) => undo);
        expect(undone(outcome).length).toBeLessThanOrEqual(results.length);
      }),
      { numRuns: 150 },
    );
  });
});
