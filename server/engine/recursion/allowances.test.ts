import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { effectiveLimits } from "../graph/compile.ts";
import type { Limits } from "../graph/graph.ts";
import { whyWaiting } from "../insight/why-waiting.ts";
import type { CallTask } from "../run/effects.ts";
import { evolve } from "../run/evolve.ts";
import type { TreeState } from "../run/state.ts";
import { levelAt, newTree, runAt } from "../run/tree.ts";
import type { Usage } from "../run/usage.ts";
import { Simulation, simulate } from "../simulation/simulator.ts";
import type { World } from "../simulation/world.ts";
import { refold } from "../testing/journal-checks.ts";
import { ledgerComplaints } from "../testing/ledger-oracle.ts";
import { begin, boundOf, ending, graphOf, ofType, output, run } from "../testing/run-graph.ts";
import { watchAnswer } from "./adapt.ts";
import { placesAt, stretchAt, stretched, tokensAt } from "./allowance.ts";
import type { Allowances } from "./allowance-schema.ts";
import { levelsOf } from "./levels.ts";

const usage = (tokens: number): Usage => ({
  calls: 1,
  inputTokens: tokens,
  cachedInputTokens: 0,
  outputTokens: 0,
  costUsd: 0,
});
const WORLD: World = {
  tasks: {
    work: { durationMs: [10, 10] },
    uneven: { durationMs: [5, 60], failureRate: 0.2 },
    hundred: { durationMs: [10, 10], usdPerToken: 0, usage: () => usage(100) },
    part: {
      durationMs: [5, 60],
      failureRate: 0.2,
      usdPerToken: 0,
      usage: (_, { budget }, random) => usage(Math.floor((budget?.tokens ?? 500) * random.next())),
    },
    all: { durationMs: [10, 10], usdPerToken: 0, usage: (_, { budget }) => usage(budget?.tokens ?? 0) },
    drag: { durationMs: (input) => (Number(input) >= 15 ? 200 : 10) },
  },
};
const ACTOR = { kind: "user", id: "u", name: "Ann" } as const;

/** `width` attempts at once at the root, and below each of `kids` children as many. */
function tree(task: string, width: number, kids: number, limits: object, allowances?: Allowances) {
  const work = (n: number) => ({
    kind: "map",
    over: `= range(${n})`,
    join: "allSettled",
    body: { kind: "task", task, input: "= index", retry: { maxAttempts: 2, initialMs: 1 } },
  });
  const child = graphOf({ slug: "kid", nodes: { work: work(width) } });
  return {
    limits: { ...limits, ...(allowances ? { allowances } : {}) } as Partial<Limits>,
    nodes: {
      work: work(width),
      kids: { kind: "map", over: `= range(${kids})`, body: { kind: "subworkflow", graph: child } },
    },
  };
}

function finish(simulation: Simulation): Simulation {
  while (simulation.advance()) {
    // to its end, or to where it stops
  }
  return simulation;
}

/** Most that worked at once at each depth, worked out from the journal alone. */
function peaks(journal: readonly Parameters<typeof evolve>[1][]): number[] {
  const state = newTree();
  const most: number[] = [];
  for (const event of journal) {
    evolve(state, event);
    for (const [depth, { agents }] of state.levels.entries())
      most[depth] = Math.max(most[depth] ?? 0, agents);
  }
  return most;
}

type Journal = readonly Parameters<typeof evolve>[1][];

/** Starts that a depth had no place or no tokens for at that moment. */
function passed(journal: Journal): string[] {
  const state = newTree();
  return journal.flatMap((event, index) => {
    evolve(state, event);
    // After a crash all that was out is out again, whatever has changed since.
    if (event.type !== "AttemptStarted" || event.pure || event.delivery > 1) return [];
    return overdrawn(state, event.run, event.reserved?.tokens ?? 0).map((what) => `${what} at ${index}`);
  });
}

function overdrawn(state: TreeState, no: number, reserved: number): string[] {
  const { depth } = runAt(state, no);
  const { agents, held, totals } = levelAt(state, depth);
  const places = placesAt(state, depth);
  const tokens = tokensAt(state, depth) ?? Number.POSITIVE_INFINITY;
  const wrong = [];
  if (places < 1 || places > state.limits.maxAgentsPerLevel) wrong.push(`${places} places`);
  if (agents > places) wrong.push(`${agents} of ${places} places`);
  if (reserved > 0 && totals.tokens + held > tokens)
    wrong.push(`${totals.tokens} + ${held} of ${tokens} tokens`);
  return wrong;
}

describe("a share of concurrency", () => {
  it.each([
    [{ decay: 0.5 }, [8, 4]],
    [{ from: 0.5, decay: 0.25 }, [4, 1]],
    [{ from: 0.25, grow: 2 }, [2, 4]],
    [{ from: 0.9, grow: 9 }, [7, 8]],
    ["= depth == 0 ? 0.5 : 0.75", [4, 6]],
    ["= tree.remaining.depth / 20.0", [4, 3]],
    ["= 0.01", [1, 1]],
    ["= 0", [1, 1]],
    [
      [{ decay: 1 }, { from: 0.5, decay: 1 }],
      [4, 4],
    ],
  ] as const)("of %j lets %j work at once at depth 0 and 1", (concurrency, most) => {
    const outcome = run(
      tree("work", 12, 2, { maxAgentsPerLevel: 8 }, { concurrency: concurrency as never }),
      {
        world: WORLD,
      },
    );
    expect(ending(outcome)).toBe("succeeded");
    expect(peaks(outcome.journal)).toEqual(most);
  });

  it("is worked out once for a depth, and told in one event", () => {
    const outcome = run(tree("work", 5, 4, {}, { concurrency: "= 1.0 / (depth + 1)" }), { world: WORLD });
    expect(ofType(outcome.journal, "AllowanceOpened").map(({ depth, shares }) => [depth, shares])).toEqual([
      [0, { concurrency: 1 }],
      [1, { concurrency: 0.5 }],
    ]);
  });

  it("fails the work with its place when it gives no number", () => {
    const outcome = run(tree("work", 1, 1, {}, { concurrency: "= 1.0 / tree.remaining.tokens" }), {
      world: WORLD,
    });
    expect(ofType(outcome.journal, "ItemFailed")[0]?.failure).toMatchObject({
      code: "ExpressionFailed",
      message: expect.stringContaining("limits.allowances.concurrency gives depth 0 no share"),
    });
  });

  it("is what a run says that it waits for", () => {
    const simulation = begin(tree("work", 3, 1, {}, { concurrency: "= 0.02" }), { world: WORLD });
    expect(whyWaiting(simulation.tree, 0)).toContainEqual(
      expect.objectContaining({ kind: "limit", limit: "allowances.concurrency", max: 1, depth: 0 }),
    );
  });
});

describe("a share of tokens", () => {
  it("ends the work of its depth when it is used up, and leaves the rest to others", () => {
    const limits = { maxTokens: 100_000 };
    const outcome = run(tree("all", 4, 1, limits, { tokens: "= depth == 0 ? 0.2 : 0.5" }), { world: WORLD });
    expect(outcome.tree.levels.map(({ totals }) => totals.tokens)).toEqual([20_000, 50_000]);
    const failures = ofType(outcome.journal, "ItemFailed").map(({ failure }) => failure);
    expect(failures[0]).toMatchObject({
      code: "BudgetExceeded",
      details: { limit: "allowances.tokens", depth: 0, max: 20_000, used: 20_000 },
    });
    expect(ledgerComplaints(outcome.journal)).toEqual([]);
  });

  it("makes attempts wait in order for what their own depth holds", () => {
    const graph = tree("hundred", 6, 0, { maxTokens: 100_000 }, { tokens: "= 0.2" });
    const first = begin(graph, { world: WORLD });
    expect(whyWaiting(first.tree, 0)).toContainEqual(
      expect.objectContaining({ kind: "limit", limit: "allowances.tokens", max: 20_000 }),
    );
    const { journal } = finish(first).outcome();
    expect(ofType(journal, "AttemptStarted").map(({ item }) => item)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(ofType(journal, "AttemptQueued").length).toBeGreaterThan(0);
  });

  it("grows with the tree's own limit, and a top-up asks for what it had stopped", () => {
    const limits = { maxTokens: 2_000, onBudgetExhausted: "softStop" };
    const graph = tree("all", 2, 0, limits, { tokens: "= 0.5" });
    const simulation = finish(begin(graph, { world: WORLD }));
    expect(simulation.tree.runs[0]?.phase).toBe("running");
    simulation.send({
      type: "topUp",
      at: simulation.now,
      run: 0,
      amounts: { tokens: 2_000 },
      actor: ACTOR,
    });
    expect(ending(finish(simulation).outcome())).toBe("succeeded");
    expect(simulation.tree.levels[0]?.totals.tokens).toBe(2_000);
  });
});

describe("a share of timeouts", () => {
  const timed = (allowances: Allowances, limits: object = {}) => {
    const graph = {
      limits: { ...limits, allowances } as Partial<Limits>,
      nodes: {
        a: { kind: "task", task: "work", timeoutMs: 1_000 },
        s: {
          kind: "subworkflow",
          graph: graphOf({ slug: "kid", nodes: { b: { kind: "task", task: "work", timeoutMs: 1_000 } } }),
        },
      },
    };
    return run(graph, { world: WORLD }).calls.map(({ call }: { call: CallTask }) =>
      stretched(call.timeoutMs ?? 0, call.stretch),
    );
  };

  it.each([
    [{ grow: 3 }, {}, [1_000, 3_000]],
    [{ decay: 0.5 }, {}, [1_000, 500]],
    [{ from: 50, grow: 1 }, { recursionTimeoutMs: 20_000 }, [20_000, 20_000]],
    [{ from: 50, grow: 1 }, { recursionTimeoutMs: 500 }, [1_000, 1_000]],
    ["= 0", {}, [10, 10]],
  ] as const)("of %j under %j makes 1,000 ms %j", (timeouts, limits, expected) => {
    expect(timed({ timeouts }, limits)).toEqual(expected);
  });
});

describe("allowances of a start", () => {
  it("tighten those of the graph: the lesser share holds, whichever says it", () => {
    const graph = graphOf({ limits: { allowances: { concurrency: { decay: 0.5 } } }, nodes: {} });
    const asked: Allowances = { concurrency: "= 0.75", timeouts: { grow: 2 } };
    const { allowances } = effectiveLimits(graph, { allowances: asked });
    expect(allowances).toEqual({ concurrency: [{ decay: 0.5 }, "= 0.75"], timeouts: { grow: 2 } });
    const again = effectiveLimits(graph, { allowances: allowances ?? {} });
    expect(again.allowances).toEqual(allowances);
  });

  it("cannot make adapt what must not", () => {
    const graph = graphOf({ limits: { allowances: { adapt: false } }, nodes: {} });
    expect(effectiveLimits(graph, { allowances: { adapt: true } }).allowances?.adapt).toBe(false);
  });

  it("cannot have raised what the graph gives, only keep it from being raised", () => {
    const adaptOf = (own: Allowances | undefined, asked: Allowances) =>
      effectiveLimits(graphOf({ limits: own ? { allowances: own } : {}, nodes: {} }), { allowances: asked })
        .allowances?.adapt;
    const half: Allowances = { concurrency: "= 0.5" };
    expect(adaptOf(half, { adapt: true })).toBeUndefined();
    expect(adaptOf(half, { concurrency: "= 0.1", adapt: true })).toBeUndefined();
    expect(adaptOf({ ...half, adapt: true }, { adapt: false })).toBe(false);
    expect(adaptOf({ ...half, adapt: true }, half)).toBe(true);
    expect(adaptOf(undefined, { ...half, adapt: true })).toBe(true);
  });

  it("are absent where nobody says any, in limits and in journals", () => {
    expect(effectiveLimits(graphOf({ nodes: {} }))).not.toHaveProperty("allowances");
    const { journal, tree: ended } = run(tree("work", 3, 1, {}), { world: WORLD });
    expect(ofType(journal, "AllowanceOpened")).toEqual([]);
    expect(levelsOf(ended).every(({ allowance }) => allowance === null)).toBe(true);
  });
});

describe("allowances that adapt", () => {
  const changes = (outcome: { journal: Parameters<typeof ofType>[0] }) =>
    ofType(outcome.journal, "AllowanceChanged");

  it("raise concurrency while work queues, never above what the tree has", () => {
    const graph = tree("work", 400, 0, { maxAgentsPerLevel: 10 }, { concurrency: "= 0.2", adapt: true });
    const outcome = run(graph, { world: WORLD });
    const raised = changes(outcome);
    expect(raised.map(({ to, because }) => [to, because])).toEqual(Array(4).fill([1, "queueing"]));
    expect(raised.map(({ share }) => share)).toEqual([
      expect.closeTo(0.3),
      expect.closeTo(0.45),
      expect.closeTo(0.675),
      1,
    ]);
    expect(peaks(outcome.journal)[0]).toBe(10);
    expect(levelsOf(outcome.tree)[0]?.allowance).toMatchObject({
      places: 10,
      raised: { concurrency: 1.5 ** 4 },
    });
  });

  it("lower it again when less than half of the places is wanted", () => {
    const burst = { kind: "map", over: "= range(200)", body: { kind: "task", task: "work" } };
    const trickle = { ...burst, over: "= range(120)", maxConcurrent: 1 };
    const outcome = run(
      {
        limits: { maxAgentsPerLevel: 20, allowances: { concurrency: "= 0.2", adapt: true } },
        nodes: { burst, trickle },
        edges: [{ source: "burst", target: "trickle" }],
      },
      { world: WORLD },
    );
    const told = changes(outcome).map(({ because }) => because);
    expect(told.slice(0, 2)).toEqual(["queueing", "queueing"]);
    expect(told.slice(-2)).toEqual(["idle", "idle"]);
    expect(outcome.tree.levels[0]?.allowance?.raised.concurrency?.rung).toBe(0);
  });

  it("give more time where successes are slower than usual, and not where that is unknown", () => {
    const slow = (n: number, from: number) =>
      run(
        {
          limits: { allowances: { timeouts: { from, grow: 1 }, adapt: true } },
          nodes: {
            m: {
              kind: "map",
              over: `= range(${n})`,
              maxConcurrent: 1,
              body: { kind: "task", task: "drag", input: "= index" },
            },
          },
        },
        { world: WORLD },
      );
    expect(changes(slow(24, 1))).toMatchObject([
      { allowance: "timeouts", to: 1, because: "efficiency", share: 1.5 },
    ]);
    expect(stretchAt(slow(24, 1).tree, 0)?.factor).toBe(1.5);
    // The ones that are slow come before ten are known.
    const unknown: World = { tasks: { drag: { durationMs: (input) => (Number(input) > 4 ? 900 : 10) } } };
    const few = run(
      {
        limits: { allowances: { timeouts: { decay: 1 }, adapt: true } },
        nodes: {
          m: { kind: "map", over: "= range(10)", body: { kind: "task", task: "drag", input: "= index" } },
        },
      },
      { world: unknown },
    );
    expect(changes(few)).toEqual([]);
  });

  it("raise nothing that is not declared, and nothing at all unless they are to", () => {
    const limits = { maxAgentsPerLevel: 10, maxTokens: 1_000_000 };
    const still = tree("work", 300, 0, limits, { concurrency: "= 0.2" });
    expect(changes(run(still, { world: WORLD }))).toEqual([]);
    const tokens = tree("work", 300, 0, limits, { tokens: "= 0.2", adapt: true });
    expect(changes(run(tokens, { world: WORLD }))).toEqual([]);
  });

  it("forget what an earlier window called for, where nobody has told it and the newest calls for nothing", () => {
    const burst = { kind: "map", over: "= range(40)", body: { kind: "task", task: "work" } };
    const { tree: state } = begin(
      { limits: { allowances: { concurrency: "= 0.08", adapt: true } }, nodes: { burst } },
      { world: WORLD },
    );
    const level = levelAt(state, 0);
    const answers = () =>
      Array.from({ length: 8 }, () =>
        watchAnswer(state, runAt(state, 0), { node: "burst", tookMs: 10, succeeded: true }),
      );
    expect(answers().at(-1)).toBe(true);
    expect(level.allowance?.due).toMatchObject([{ allowance: "concurrency", to: 1, because: "queueing" }]);
    level.queue = [];
    expect(answers().at(-1)).toBe(false);
    expect(level.allowance?.due).toBeUndefined();
  });

  it("stay still under a load that stays as it is, whatever it is", () => {
    const load = fc.integer({ min: 1, max: 60 });
    const share = fc.double({ min: 0.02, max: 1, noNaN: true });
    fc.assert(
      fc.property(load, share, (wanted, from) => {
        const graph = {
          limits: { allowances: { concurrency: { from, decay: 1 }, adapt: true } },
          nodes: {
            m: {
              kind: "map",
              over: "= range(600)",
              maxConcurrent: wanted,
              body: { kind: "task", task: "work" },
            },
          },
        };
        const outcome = simulate({ graph: boundOf(graph), input: null, world: WORLD, seed: 1 });
        const steps = changes(outcome).map(({ to }) => to);
        // Only the end of the work, when fewer and fewer are left, may take back what was given.
        const falls = steps.indexOf(-1);
        expect(falls < 0 || !steps.slice(falls).includes(1)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("turn only so often as a logarithm, however the load swings", () => {
    const burst = (n: number) => ({
      kind: "map",
      over: `= range(${n})`,
      body: { kind: "task", task: "work" },
    });
    const ids = Array.from({ length: 80 }, (_, i) => `n${i}`);
    const nodes = Object.fromEntries(
      ids.map((id, i) => [id, i % 2 === 0 ? burst(64) : { ...burst(16), maxConcurrent: 1 }]),
    );
    const outcome = run(
      {
        limits: { maxAgentsPerLevel: 32, allowances: { concurrency: "= 0.25", adapt: true } },
        nodes,
        edges: ids.slice(1).map((target, i) => ({ source: ids[i] ?? "", target })),
      },
      { world: WORLD },
    );
    const steps = changes(outcome).map(({ to }) => to);
    const turns = steps.filter((to, i) => i > 0 && to !== steps[i - 1]).length;
    const windows = outcome.tree.counts.attempts / 8;
    expect(steps.length).toBeGreaterThan(2);
    expect(turns).toBeLessThanOrEqual(Math.ceil(Math.log2(windows)));
  });
});

describe("scaleResources", () => {
  const scale = (
    simulation: Simulation,
    factor: number,
    ...allowances: ("concurrency" | "tokens" | "timeouts")[]
  ) => simulation.send({ type: "scaleResources", at: simulation.now, factor, allowances, actor: ACTOR });

  it("multiplies the places of every depth, never above the tree's, and starts who waits", () => {
    const simulation = begin(tree("work", 20, 1, { maxAgentsPerLevel: 8 }, { concurrency: "= 0.25" }), {
      world: WORLD,
    });
    expect(simulation.tree.levels[0]?.agents).toBe(2);
    scale(simulation, 2, "concurrency");
    expect(simulation.tree.levels[0]?.agents).toBe(4);
    scale(simulation, 100, "concurrency");
    expect(simulation.tree.levels[0]?.agents).toBe(8);
    expect(ending(finish(simulation).outcome())).toBe("succeeded");
  });

  it("scales a tree that declares nothing, down to one place", () => {
    const simulation = begin(tree("work", 20, 1, { maxAgentsPerLevel: 8 }), { world: WORLD });
    scale(simulation, 0.001, "concurrency");
    expect(placesAt(simulation.tree, 0)).toBe(1);
    expect(ending(finish(simulation).outcome())).toBe("succeeded");
  });

  it("is taken back to the last bit by its inverse", () => {
    const factors = fc.array(fc.double({ min: 0.2, max: 5, noNaN: true }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(factors, fc.double({ min: 0.2, max: 5, noNaN: true }), (before, factor) => {
        const simulation = begin(tree("work", 3, 0, { maxTokens: 1_000 }), { world: WORLD });
        for (const each of before) scale(simulation, each, "concurrency", "tokens", "timeouts");
        const was = JSON.stringify([
          simulation.tree.scale,
          placesAt(simulation.tree, 0),
          tokensAt(simulation.tree, 0),
        ]);
        const taken = before.some((each) => Math.abs(each * factor - 1) < 1e-9);
        scale(simulation, factor, "concurrency", "tokens", "timeouts");
        scale(simulation, 1 / factor, "concurrency", "tokens", "timeouts");
        const is = JSON.stringify([
          simulation.tree.scale,
          placesAt(simulation.tree, 0),
          tokensAt(simulation.tree, 0),
        ]);
        if (!taken) expect(is).toBe(was);
      }),
    );
  });

  it.each(["softStop", "pauseForApproval"] as const)(
    "of tokens asks again for what %s had stopped at a depth",
    (onBudgetExhausted) => {
      const limits = { maxTokens: 4_000, onBudgetExhausted };
      const simulation = finish(begin(tree("all", 3, 0, limits, { tokens: "= 0.25" }), { world: WORLD }));
      expect(simulation.tree.runs[0]?.phase).toBe("running");
      expect(scale(simulation, 3, "tokens")).toBeUndefined();
      expect(simulation.tree.paused).toBe(false);
      finish(simulation);
      expect(simulation.tree.levels[0]?.totals.tokens).toBe(3_000);
      expect(scale(simulation, 2, "tokens")).toBeUndefined();
      expect(ending(finish(simulation).outcome())).toBe("succeeded");
      // The last of three had to be asked for after the second scaling: 4,000 is all there is.
      expect(simulation.tree.levels[0]?.totals.tokens).toBe(4_000);
    },
  );

  it("of tokens asks again with the input that a person gave what was stopped", () => {
    const limits = { maxTokens: 4_000, onBudgetExhausted: "softStop" };
    const graph = tree("all", 3, 0, limits, { tokens: "= 0.25" });
    const simulation = finish(begin(graph, { world: WORLD }));
    const slot = { run: 0, node: "work", item: 1 };
    const given = { type: "retryNode", at: simulation.now, ...slot, input: { n: 9 }, actor: ACTOR } as const;
    expect(simulation.send(given)).toBeUndefined();
    const before = finish(simulation).outcome().calls.length;
    expect(scale(simulation, 8, "tokens")).toBeUndefined();
    const asked = finish(simulation).outcome().calls.slice(before);
    expect(asked.map(({ call }) => call.input)).toContainEqual({ n: 9 });
  });

  it("is refused while 64 factors are in force, but for what takes one of them back", () => {
    const simulation = begin(tree("work", 3, 0, {}), { world: WORLD });
    for (let i = 0; i < 64; i++) expect(scale(simulation, 1.01, "tokens")).toBeUndefined();
    expect(scale(simulation, 1.02, "tokens")).toBe("SCALED_TOO_OFTEN");
    expect(scale(simulation, 1 / 1.01, "tokens")).toBeUndefined();
    expect(simulation.tree.scale?.tokens).toHaveLength(63);
    expect(scale(simulation, 1.02, "tokens")).toBeUndefined();
  });

  it("is refused where all factors together go too far, and after the end", () => {
    const simulation = begin(tree("work", 3, 0, {}), { world: WORLD });
    expect(scale(simulation, 1_000, "tokens")).toBeUndefined();
    expect(scale(simulation, 1.1, "tokens")).toBe("SCALE_TOO_FAR");
    expect(scale(simulation, 1.1, "timeouts")).toBeUndefined();
    finish(simulation);
    expect(scale(simulation, 1.1, "timeouts")).toBe("RUN_SETTLED");
  });
});

describe("any allowances in any tree", () => {
  const share = fc.oneof(
    fc.record({ decay: fc.double({ min: 0.01, max: 1, noNaN: true }) }),
    fc.record({
      from: fc.double({ min: 0.01, max: 1, noNaN: true }),
      grow: fc.double({ min: 1, max: 3, noNaN: true }),
    }),
    fc.constantFrom("= 0.01", "= 0", "= depth == 0 ? 1 : 0.3", "= tree.remaining.depth / 20.0"),
  );
  // Of nothing there is never more, however much a person gives.
  const some = share.filter((each) => each !== "= 0");
  const allowances = fc.record(
    { concurrency: share, tokens: some, timeouts: share, adapt: fc.boolean() },
    { requiredKeys: [] },
  );
  const trees = fc.record({
    seed: fc.nat(1_000_000),
    width: fc.integer({ min: 1, max: 12 }),
    kids: fc.integer({ min: 0, max: 4 }),
    crashRate: fc.constantFrom(0, 0.05),
    allowances,
    scales: fc.array(fc.double({ min: 0.1, max: 8, noNaN: true }), { maxLength: 3 }),
    limits: fc.record({
      maxAgentsPerLevel: fc.integer({ min: 1, max: 8 }),
      maxTokens: fc.oneof(fc.constant(null), fc.nat(200_000)),
      onBudgetExhausted: fc.constantFrom("fail", "degrade", "softStop"),
    }),
  });

  it("end, pass no limit, keep the ledger's sums, and fold to the state they left", () => {
    const seen = { changed: 0, crashes: 0, scaled: 0, queued: 0, stopped: 0 };
    fc.assert(
      fc.property(trees, ({ seed, width, kids, crashRate, allowances: given, limits, scales }) => {
        const graph = boundOf(tree("part", width, kids, limits, given as Allowances));
        const more = { world: WORLD, seed, crashRate, commitLag: 0.3 };
        const simulation = played(new Simulation({ graph, input: {}, ...more }), scales);
        simulation.drain();
        const { journal, tree: ended, crashes } = simulation.outcome();
        expect(ended.runs[0]?.phase).not.toBe("running");
        expect(ledgerComplaints(journal)).toEqual([]);
        expect(ended.levels.every(({ agents, held }) => agents === 0 && held === 0)).toBe(true);
        expect(JSON.stringify(refold(journal))).toBe(JSON.stringify(ended));
        expect(passed(journal)).toEqual([]);
        seen.changed += ofType(journal, "AllowanceChanged").length;
        seen.scaled += ofType(journal, "ResourcesScaled").length;
        seen.queued += ofType(journal, "AttemptQueued").length;
        seen.stopped += ofType(journal, "SlotParked").length;
        seen.crashes += crashes;
      }),
      { numRuns: 400 },
    );
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(20);
  });

  function meddle(simulation: Simulation, turn: number, scales: readonly number[]): void {
    const factor = turn % 7 === 6 ? scales[(turn - 6) / 7] : undefined;
    if (factor !== undefined) scale(simulation, factor);
    if (turn % 11 === 5) simulation.send({ type: "pause", at: simulation.now, actor: ACTOR });
    if (turn % 11 === 9) simulation.send({ type: "resume", at: simulation.now, actor: ACTOR });
  }

  /** Scaled and paused now and then; where it stops on a limit of a depth or of the tree, somebody gives it more. */
  function played(simulation: Simulation, scales: readonly number[]): Simulation {
    simulation.start();
    for (let turn = 0; turn < 3_000 && simulation.tree.runs[0]?.phase === "running"; turn++) {
      meddle(simulation, turn, scales);
      if (simulation.advance()) continue;
      simulation.send({ type: "resume", at: simulation.now, actor: ACTOR });
      const amounts = { tokens: 100_000 };
      simulation.send({ type: "topUp", at: simulation.now, run: 0, amounts, actor: ACTOR });
    }
    return simulation;
  }

  const scale = (simulation: Simulation, factor: number) =>
    simulation.send({
      type: "scaleResources",
      at: simulation.now,
      factor,
      allowances: ["concurrency", "tokens", "timeouts"],
      actor: ACTOR,
    });
});

describe("a tree without allowances", () => {
  it("gives the same output as one whose allowances are all of it", () => {
    const plain = run(tree("work", 5, 2, {}), { world: WORLD });
    const whole = run(tree("work", 5, 2, {}, { concurrency: { decay: 1 }, timeouts: { grow: 1 } }), {
      world: WORLD,
    });
    const told = whole.journal.filter(({ type }) => type !== "AllowanceOpened");
    expect(told.map(({ type }) => type)).toEqual(plain.journal.map(({ type }) => type));
    expect(output(whole)).toEqual(output(plain));
  });
});
