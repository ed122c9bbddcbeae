import { describe, expect, it } from "vitest";
import { parseInstant } from "../graph/instant.ts";
import type { Actor } from "../run/events.ts";
import type { Simulation } from "../simulation/simulator.ts";
import { afterSettlement } from "./journal-checks.ts";
import { begin, chain, ending, graphOf, ofType, run } from "./run-graph.ts";

/** Bugs that were reported of other engines, each as a test that ours does not have it. */

const actor: Actor = { kind: "user", id: "u1", name: "Ann" };
const echo = (fields: object = {}) => ({ kind: "task", task: "echo", ...fields });

function finish(simulation: Simulation) {
  while (simulation.advance()) {
    // Each call moves the virtual clock.
  }
  return simulation.outcome();
}

function agents({ tree }: Pick<Simulation, "tree">): number[] {
  return tree.levels.map((level) => level.agents);
}

/** A root with `width` children of one task each. */
const fan = (width: number, limits: object) => ({
  nodes: {
    m: {
      kind: "map",
      over: `= range(${width})`,
      body: {
        kind: "subworkflow",
        graph: graphOf({ slug: "kid", nodes: { t: echo() } }),
        input: { i: "= index" },
      },
    },
  },
  limits,
});

describe("no", () => {
  it("parent waits for ever on a child that the level has no place for", () => {
    expect(ending(run(fan(20, { maxAgentsPerLevel: 1 })))).toBe("succeeded");
  });

  it("parent holds a place while it waits, so that a level of one locks itself up", () => {
    const inner = graphOf({ slug: "inner", nodes: { t: echo() } });
    const nodes = { t: echo(), c: { kind: "subworkflow", graph: inner } };
    expect(ending(run({ nodes, edges: chain("t", "c"), limits: { maxAgentsPerLevel: 1 } }))).toBe(
      "succeeded",
    );
  });

  it("killed child gives its place back twice", () => {
    const simulation = begin(fan(4, { maxAgentsPerLevel: 2 }));
    simulation.send({ type: "cancel", at: 1, run: 1, reason: "killed", actor });
    simulation.send({ type: "attemptSucceeded", at: 2, run: 1, node: "t", attempt: 1, output: null });
    expect(agents(simulation)[1]).toBeLessThanOrEqual(2);
    expect(Math.min(...agents(simulation))).toBeGreaterThanOrEqual(0);
    finish(simulation);
    expect(agents(simulation).every((count) => count === 0)).toBe(true);
  });

  it("place is kept by a run that ends before its first attempt has started", () => {
    const simulation = begin(fan(4, { maxAgentsPerLevel: 1 }));
    simulation.send({ type: "cancel", at: 1, run: 4, reason: "while queued", actor });
    simulation.send({ type: "cancel", at: 1, run: 0, reason: "all", actor });
    expect(agents(simulation).every((count) => count === 0)).toBe(true);
    expect(simulation.tree.openCalls).toBe(0);
  });

  it("child outlives a cancel that comes while children are started", () => {
    for (let moves = 0; moves < 8; moves++) {
      const simulation = begin(fan(6, { maxAgentsPerLevel: 2 }));
      for (let i = 0; i < moves; i++) simulation.advance();
      simulation.send({ type: "cancel", at: simulation.now, run: 0, reason: "now", actor });
      expect(simulation.tree.counts.running).toBe(0);
      expect(afterSettlement(finish(simulation).journal)).toEqual([]);
    }
  });

  it("child that answers after its parent has closed changes anything", () => {
    const simulation = begin({
      nodes: { m: { kind: "map", over: "= [0, 1]", body: echo({ input: "= item" }), join: "any" } },
    });
    simulation.advance();
    expect(simulation.tree.runs[0]?.phase).toBe("succeeded");
    const late = {
      type: "attemptSucceeded",
      at: 99,
      run: 0,
      node: "m",
      item: 1,
      attempt: 1,
      output: "late",
    } as const;
    expect(simulation.send(late)).toBe("RUN_SETTLED");
  });

  it("iteration of a loop is shown again once it is over", () => {
    const simulation = begin({
      nodes: { l: { kind: "loop", body: echo(), maxIterations: 3, onLimit: "succeed" } },
    });
    simulation.advance();
    const stale = {
      type: "attemptSucceeded",
      at: 50,
      run: 0,
      node: "l",
      item: 0,
      attempt: 1,
      output: "stale",
    } as const;
    expect(simulation.send(stale)).toBe("STALE_ATTEMPT");
    expect(ofType(finish(simulation).journal, "ItemCompleted").map(({ item }) => item)).toEqual([0, 1, 2]);
  });

  it("start that is decided twice makes a second child", () => {
    const simulation = begin({
      nodes: { c: { kind: "subworkflow", graph: graphOf({ slug: "kid", nodes: { t: echo() } }) } },
    });
    simulation.send({ type: "recover", at: 1, epoch: 2 });
    simulation.send({ type: "recover", at: 2, epoch: 3 });
    const outcome = finish(simulation);
    expect(ofType(outcome.journal, "RunStarted")).toHaveLength(2);
    expect(new Set(outcome.calls.map(({ call }) => call.idempotencyKey)).size).toBe(1);
  });

  it("limit of nothing is read as no limit", () => {
    const again = { kind: "subworkflow", workflow: "self", input: { n: "= input.n + 1" } };
    const parts = {
      nodes: { d: { kind: "decision", cases: [{ port: "on", when: "true" }] }, again },
      edges: [{ source: "d", target: "again", port: "on" }],
    };
    for (const maxDepth of [0, 1, 2]) {
      const { tree } = run({ ...parts, limits: { maxDepth } }, { input: { n: 0 } });
      expect([tree.counts.deepest, tree.runs.length]).toEqual([maxDepth, maxDepth + 1]);
      expect(tree.runs[0]?.failure?.code).toBe("RecursionLimitExceeded");
    }
  });

  it("instant to wait for depends on the zone or the summer time of the machine", () => {
    const utc = parseInstant("2026-03-29T01:30:00Z");
    expect(parseInstant("2026-03-29T03:30:00+02:00")).toBe(utc);
    expect(parseInstant("2026-03-28T20:30:00-05:00")).toBe(utc);
    expect(parseInstant("2026-03-29T02:30:00")).toBeNull();
  });
});
