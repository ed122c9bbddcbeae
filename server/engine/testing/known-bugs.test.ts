import { describe, expect, it } from "vitest";
import { storedOf } from "../context/entry.ts";
import type { ForkPlace } from "../fork/flaw.ts";
import { forkOf } from "../fork/fork.ts";
import { recordingOf } from "../fork/record.ts";
import { parseInstant } from "../graph/instant.ts";
import type { Actor } from "../run/events.ts";
import { type Outcome, type Simulation, simulate } from "../simulation/simulator.ts";
import { resolve } from "../values/resolve.ts";
import { accepted, Blobs, keysOf, requestOf } from "./context.ts";
import { afterSettlement } from "./journal-checks.ts";
import { begin, chain, ending, graphOf, ofType, run, WORLD } from "./run-graph.ts";

/**
 * Bugs that were reported of other engines, each as a test that ours does not have it. Those that belong to one kind of
 * node or one part stand with it: answers of people in `nodes/approval`, retries of iterations in `nodes/loop`, cycles
 * and guards in `recursion`, the stream in `live/project.test.ts`, tools that take turns in `executors/agent`, the header
 * over HTTP in `server/secrets/chain.test.ts`, fencing in `server/runtime/recovery.db.test.ts`.
 */

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

/** Forks an ended tree and carries the new one to its end. */
function fork(earlier: Outcome, place: ForkPlace): Outcome {
  const derived = forkOf(recordingOf(earlier.journal), [place], { blob: earlier.blobs, actor });
  if (derived.kind !== "fork") throw new Error(`no fork: ${JSON.stringify(derived)}`);
  const { graph, input, fork: reuse, limits } = derived;
  const treeId = "00000000-0000-7000-8000-0000000000ff";
  return simulate({
    graph,
    input,
    fork: reuse,
    limits,
    world: WORLD,
    seed: 1,
    treeId,
    actor,
    blobs: earlier.blobs,
  });
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

  it("child that answers after its parent has closed is in the way of a fork of that parent", () => {
    const kid = graphOf({ slug: "kid", nodes: { t: echo({ input: "= input.i" }) } });
    const body = { kind: "subworkflow", graph: kid, input: { i: "= item" } };
    const nodes = { m: { kind: "map", over: "= [0, 1, 2]", body, join: "any" }, after: echo() };
    const simulation = begin({ nodes, edges: chain("m", "after") });
    const late = { type: "attemptSucceeded", at: 99, run: 2, node: "t", attempt: 1, output: 1 } as const;
    const earlier = finish(simulation);
    expect(simulation.send(late)).toBe("RUN_SETTLED");
    for (const place of [
      { run: 0, node: "m" },
      { run: 2, node: "t" },
    ]) {
      const outcome = fork(earlier, place);
      expect(ending(outcome)).toBe("succeeded");
      expect(afterSettlement(outcome.journal)).toEqual([]);
    }
    expect(earlier.journal).toEqual(simulation.outcome().journal);
  });

  it("fork inside an iteration of a loop inside a child does the whole child again", () => {
    const loop = { kind: "loop", maxIterations: 4, onLimit: "succeed", body: echo({ input: "= index" }) };
    const kid = graphOf({ slug: "kid", nodes: { before: echo(), l: loop }, edges: chain("before", "l") });
    const nodes = { c: { kind: "subworkflow", graph: kid }, after: echo() };
    const outcome = fork(run({ nodes, edges: chain("c", "after") }), { run: 1, node: "l", item: 2 });
    expect(ending(outcome)).toBe("succeeded");
    const made = outcome.calls.map(({ call: { run: no, node, item } }) => [no, node, item]);
    expect(made).toEqual([
      [1, "l", 2],
      [1, "l", 3],
      [0, "after", undefined],
    ]);
  });

  it("child's context overflows before it can read its task", () => {
    const blobs = new Blobs();
    const entries = [
      ...Array.from({ length: 40 }, (_, i) =>
        blobs.entry(`notes ${i}`, `${i} `.repeat(2_000), { priority: 9 }),
      ),
      blobs.entry("task", "measure the tide", { priority: -9 }),
    ];
    for (const type of ["full", "selective", "incremental", "compressed"]) {
      const handed = accepted(
        blobs.handOff(requestOf({ entries, call: { strategy: { type, tokenBudget: 50 } }, usage: 0.99 })),
      );
      expect(keysOf(handed)).toContain("task");
    }
  });

  it("second compression drops the pinned task, or changes it", () => {
    const blobs = new Blobs();
    const task = "Measure the tide. Write it down. Tell the harbour.".repeat(40);
    let entries = [
      blobs.entry("task", task),
      blobs.entry("notes", "A long note about the wall. ".repeat(400)),
    ];
    for (let depth = 1; depth <= 4; depth++) {
      const call = { strategy: { type: "compressed", tokenBudget: 60 } };
      const handed = accepted(blobs.handOff(requestOf({ entries, call, depth, usage: 0.9 })));
      entries = [...handed.entries];
      const kept = entries.find(({ key }) => key === "task");
      const whole = kept && resolve(storedOf(kept), (hash) => blobs.at(hash));
      expect(whole).toMatchObject({ ok: true, value: task });
    }
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
