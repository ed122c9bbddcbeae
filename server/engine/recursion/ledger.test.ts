import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Limits } from "../graph/graph.ts";
import type { CallTask } from "../run/effects.ts";
import type { Usage } from "../run/usage.ts";
import type { Random } from "../simulation/random.ts";
import { Simulation, simulate } from "../simulation/simulator.ts";
import type { World } from "../simulation/world.ts";
import { wrongRows } from "../testing/journal-checks.ts";
import { ledgerComplaints } from "../testing/ledger-oracle.ts";
import { begin, boundOf, ending, graphOf, ofType, output, run } from "../testing/run-graph.ts";

function usage(tokens: number, usdPerToken = 0.001): Usage {
  const inputTokens = Math.floor(tokens / 2);
  const costUsd = Math.round(tokens * usdPerToken * 1e9) / 1e9;
  return { calls: 1, inputTokens, cachedInputTokens: 0, outputTokens: tokens - inputTokens, costUsd };
}

/** Uses a part of what it may. */
function part({ budget }: CallTask, random: Random): Usage {
  return usage(Math.floor((budget?.tokens ?? 1_000) * random.next()));
}

const WORLD: World = {
  tasks: {
    echo: { durationMs: [10, 10] },
    ask: { durationMs: [5, 50], usdPerToken: 0.001, usage: (_, call, random) => part(call, random) },
    shaky: {
      durationMs: [5, 50],
      failureRate: 0.3,
      usdPerToken: 0.001,
      usage: (_, call, random) => part(call, random),
    },
    all: { durationMs: [10, 10], usdPerToken: 0, usage: (_, { budget }) => usage(budget?.tokens ?? 0, 0) },
    hundred: { durationMs: [10, 10], usdPerToken: 0.01, usage: () => usage(100, 0.01) },
  },
};

/** Each of `width` children makes `each` attempts; what is refused counts as a failed item. */
const spawners = (width: number, each: number, task: string, call: object = {}, join = "allSettled") => ({
  kind: "map",
  over: `= range(${width})`,
  join: "allSettled",
  body: {
    kind: "subworkflow",
    input: { i: "= index" },
    ...call,
    graph: graphOf({
      slug: "spawner",
      nodes: {
        work: {
          kind: "map",
          over: `= range(${each})`,
          join,
          body: { kind: "task", task, retry: { maxAttempts: 2, initialMs: 1 } },
        },
      },
    }),
  },
});

function scenario(
  width: number,
  each: number,
  task: string,
  limits: object,
  more: object = {},
  call: object = {},
  join = "allSettled",
) {
  const graph = boundOf({
    limits: limits as Partial<Limits>,
    nodes: { all: spawners(width, each, task, call, join) },
  });
  return { graph, input: {}, world: WORLD, seed: 1, ...more };
}

const started = (outcome: { journal: Parameters<typeof ofType>[0] }) =>
  ofType(outcome.journal, "AttemptStarted").filter(({ delivery }) => delivery === 1).length;

describe("the ledger", () => {
  it("starts exactly 500 of 10,000 attempts that 64 concurrent spawners want", () => {
    const outcome = simulate(scenario(64, 157, "echo", { maxAgents: 500, maxAgentsPerLevel: 64 }));
    expect(ending(outcome)).toBe("succeeded");
    expect(started(outcome)).toBe(500);
    expect(outcome.tree.accounts[0]?.spent.agents).toBe(500);
    expect(ofType(outcome.journal, "ItemFailed")).toHaveLength(64 * 157 - 500);
    expect(ledgerComplaints(outcome.journal, false)).toEqual([]);
  });

  it("does so across crashes too", () => {
    const more = { crashRate: 0.05, commitLag: 0.5, seed: 7 };
    const outcome = simulate(scenario(64, 157, "echo", { maxAgents: 500, maxAgentsPerLevel: 64 }, more));
    expect(outcome.crashes).toBeGreaterThan(10);
    expect(started(outcome)).toBe(500);
    expect(ledgerComplaints(outcome.journal, false)).toEqual([]);
  });

  const amount = fc.oneof(fc.constant(null), fc.nat(40));
  const trees = fc.record({
    seed: fc.nat(1_000_000),
    width: fc.integer({ min: 1, max: 6 }),
    each: fc.integer({ min: 1, max: 6 }),
    crashRate: fc.constantFrom(0, 0.05),
    join: fc.constantFrom("allSettled", "any"),
    limits: fc.record({
      maxAgents: amount,
      maxNodes: amount,
      maxTokens: fc.oneof(fc.constant(null), fc.nat(60_000)),
      maxCostUsd: fc.oneof(fc.constant(null), fc.nat(60)),
      maxRuns: fc.integer({ min: 1, max: 8 }),
      maxAgentsPerLevel: fc.integer({ min: 1, max: 4 }),
      onBudgetExhausted: fc.constantFrom("fail", "degrade", "softStop", "pauseForApproval"),
    }),
    call: fc.record(
      {
        limits: fc.record({ maxTokens: fc.nat(20_000), maxAgents: fc.nat(5) }),
        grant: fc.record({
          tokens: fc.integer({ min: 1, max: 20_000 }),
          agents: fc.integer({ min: 1, max: 5 }),
        }),
      },
      { requiredKeys: [] },
    ),
  });
  const actor = { kind: "user", id: "u", name: "U" } as const;
  /** A call that forbids what it grants: asking again for that at each top-up would pause the tree each time. */
  const FORBIDDEN_BELOW = {
    seed: 0,
    width: 2,
    each: 2,
    crashRate: 0,
    join: "allSettled",
    limits: {
      maxAgents: null,
      maxNodes: 0,
      maxTokens: 0,
      maxCostUsd: null,
      maxRuns: 1,
      maxAgentsPerLevel: 1,
      onBudgetExhausted: "pauseForApproval",
    },
    call: { limits: { maxTokens: 1, maxAgents: 0 }, grant: { tokens: 1, agents: 1 } },
  } as const;

  it("agrees with an oracle after every event: sums equal, none negative, no limit passed", () => {
    const seen = { refused: 0, waited: 0, granted: 0, settledLate: 0, crashes: 0, toppedUp: 0 };
    fc.assert(
      fc.property(trees, ({ seed, width, each, crashRate, limits, call, join }) => {
        const more = { seed, crashRate, commitLag: 0.3 };
        const simulation = new Simulation(scenario(width, each, "shaky", limits, more, call, join));
        simulation.start();
        for (let turn = 0; turn < 5_000 && !isOver(simulation); turn++) {
          if (simulation.advance()) continue;
          // Stopped on a limit: somebody gives it more of everything.
          const amounts = { runs: 5, agents: 20, nodes: 50, tokens: 50_000, costUsd: 50 };
          const runs = Object.keys(simulation.tree.accounts).map(Number);
          for (const no of runs)
            simulation.send({ type: "topUp", at: simulation.now, run: no, amounts, actor });
        }
        simulation.drain();
        const { journal, tree, crashes } = simulation.outcome();
        expect(tree.runs[0]?.phase).not.toBe("running");
        expect(ledgerComplaints(journal)).toEqual([]);
        expect(wrongRows(journal).complaints).toEqual([]);
        expect(tree.accounts[0]?.reserved).toEqual({ runs: 0, agents: 0, nodes: 0, tokens: 0, costUsd: 0 });
        seen.refused += ofType(journal, "ItemFailed").length + ofType(journal, "SlotParked").length;
        seen.waited += ofType(journal, "AttemptQueued").filter(
          (event) => event.waitsFor !== undefined,
        ).length;
        seen.granted += ofType(journal, "GrantReturned").length;
        seen.settledLate += ofType(journal, "UsageSettled").length;
        seen.toppedUp += ofType(journal, "ToppedUp").length;
        seen.crashes += crashes;
      }),
      { numRuns: 600, examples: [[FORBIDDEN_BELOW]] },
    );
    // Guards against a vacuous pass.
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(20);
  });
});

function isOver({ tree }: Simulation): boolean {
  return tree.runs[0]?.phase !== "running";
}

/** Attempts one after the other, each of which uses 100 tokens or $1. */
const serial = (n: number, limits: object, fields: object = {}, task = "hundred") =>
  run(
    {
      limits: limits as Partial<Limits>,
      nodes: {
        m: { kind: "map", over: `= range(${n})`, maxConcurrent: 1, body: { kind: "task", task, ...fields } },
      },
    },
    { world: WORLD },
  );

describe("a limit", () => {
  it.each([
    ["maxAgents", 0],
    ["maxAgents", 1],
    ["maxAgents", 2],
  ])("%s of %i starts that many attempts", (name, limit) => {
    const outcome = serial(3, { [name]: limit });
    expect(started(outcome)).toBe(limit);
    expect(ending(outcome)).toBe("failed:BudgetExceeded");
    expect(outcome.tree.runs[0]?.failure?.details).toMatchObject({ limit: name, max: limit, used: limit });
  });

  it.each([
    [1, "has used 1 of the 1 agent that maxAgents allows"],
    [2, "has used 2 of the 2 agents that maxAgents allows"],
  ])("that is reached says how much of how much: maxAgents of %i", (limit, words) => {
    const { tree } = serial(3, { maxAgents: limit });
    expect(tree.runs[0]?.failure?.message).toContain(words);
  });

  it.each(["maxAgents", "maxNodes", "maxTokens", "maxCostUsd"])(
    "%s of null is none, and of 0 is nothing",
    (name) => {
      expect(ending(serial(3, { [name]: null }))).toBe("succeeded");
      const nothing = serial(3, { [name]: 0 });
      expect(ending(nothing)).toBe("failed:BudgetExceeded");
      expect(started(nothing)).toBe(0);
    },
  );

  it("maxNodes counts nodes and items, each once however often it is tried", () => {
    // The map and its items.
    expect(ending(serial(3, { maxNodes: 4 }))).toBe("succeeded");
    expect(ending(serial(3, { maxNodes: 3 }))).toBe("failed:BudgetExceeded");
    const tries = serial(1, { maxNodes: 2 }, { retry: { maxAttempts: 5, initialMs: 1 } }, "shaky");
    expect(tries.tree.accounts[0]?.spent.nodes).toBe(2);
  });

  it("maxTokens lets the last attempt use what is left, and not more", () => {
    const outcome = serial(9, { maxTokens: 40_000 }, {}, "all");
    const reserved = ofType(outcome.journal, "AttemptStarted").map((event) => event.reserved?.tokens);
    // Unseen work is taken to need 16,000; then twice what its like used.
    expect(reserved).toEqual([16_000, 24_000]);
    expect(outcome.tree.accounts[0]?.spent.tokens).toBe(40_000);
    expect(ending(outcome)).toBe("failed:BudgetExceeded");
  });

  it("maxCostUsd is held by the dearest that a token can be", () => {
    const outcome = serial(9, { maxCostUsd: 3.5 });
    const spent = outcome.tree.accounts[0]?.spent;
    expect(spent).toMatchObject({ agents: 4, tokens: 400 });
    expect(ofType(outcome.journal, "AttemptStarted").at(-1)?.reserved).toEqual({
      tokens: 50,
      costUsd: 0.5,
      firm: true,
    });
  });

  it("makes attempts wait for what others have reserved, and start in order as it comes back", () => {
    const outcome = run(
      {
        limits: { maxTokens: 20_000 },
        nodes: { m: { kind: "map", over: "= range(6)", body: { kind: "task", task: "hundred" } } },
      },
      { world: WORLD },
    );
    expect(ending(outcome)).toBe("succeeded");
    expect(ofType(outcome.journal, "AttemptQueued").length).toBeGreaterThan(0);
    expect(ofType(outcome.journal, "AttemptStarted").map(({ item }) => item)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("can be tightened at the start and not loosened", () => {
    const graph = { nodes: { a: { kind: "task", task: "hundred" }, b: { kind: "task", task: "hundred" } } };
    const tight = run({ limits: { maxAgents: 5 }, ...graph }, { world: WORLD, limits: { maxAgents: 1 } });
    expect(tight.tree.limits.maxAgents).toBe(1);
    expect(
      run({ limits: { maxAgents: 1 }, ...graph }, { world: WORLD, limits: { maxAgents: 5 } }).tree.limits,
    ).toMatchObject({ maxAgents: 1 });
    expect(
      run({ limits: { maxAgents: 1 }, ...graph }, { world: WORLD, limits: { maxAgents: null } }).tree.limits,
    ).toMatchObject({ maxAgents: 1 });
  });

  it("warns once when its soft threshold is crossed", () => {
    const outcome = serial(10, { maxAgents: 20, resourceEscalationThreshold: 0.4 });
    expect(ofType(outcome.journal, "ThresholdReached")).toMatchObject([
      { limit: "maxAgents", used: 8, max: 20 },
    ]);
  });

  it("holds with one agent at a time, and a parent that waits holds no place", () => {
    const nodes = { all: spawners(3, 3, "hundred") };
    const outcome = run({ limits: { maxAgentsPerLevel: 1, maxTokens: 10_000 }, nodes }, { world: WORLD });
    expect(ending(outcome)).toBe("succeeded");
    expect(outcome.tree.accounts[0]?.spent).toMatchObject({ agents: 9, tokens: 900, runs: 4 });
  });
});

describe("limits of a call", () => {
  const kid = (limits: object, call: object) =>
    run(
      { limits: limits as Partial<Limits>, nodes: { kids: spawners(2, 5, "hundred", call) } },
      { world: WORLD },
    );

  it("hold for each child by itself, and what children use counts for all above", () => {
    const outcome = kid({}, { limits: { maxAgents: 3 } });
    expect(started(outcome)).toBe(6);
    expect(outcome.tree.accounts[0]?.spent.agents).toBe(6);
  });

  it("never let a child have more than those above", () => {
    expect(started(kid({ maxAgents: 4 }, { limits: { maxAgents: 100 } }))).toBe(4);
    expect(
      ofType(kid({ maxAgents: 4 }, { limits: { maxAgents: 100 } }).journal, "RunStarted").every(
        (event) => event.account === undefined,
      ),
    ).toBe(true);
  });

  it("count maxDepth from the child", () => {
    const nodes = {
      m: {
        kind: "map",
        over: "= input.n > 0 ? [1] : []",
        body: {
          kind: "subworkflow",
          workflow: "self",
          input: { n: "= input.n - 1" },
          limits: { maxDepth: 1 },
        },
      },
    };
    expect(ending(run({ nodes }, { input: { n: 2 } }))).toBe("succeeded");
    expect(ending(run({ nodes }, { input: { n: 3 } }))).toBe("failed:RecursionLimitExceeded");
  });

  it("are those of its own workflow too, for it and all below", () => {
    const inner = boundOf({
      slug: "inner",
      limits: { maxAgents: 2 },
      nodes: {
        m: { kind: "map", over: "= range(3)", join: "allSettled", body: { kind: "task", task: "hundred" } },
      },
    });
    const outcome = run(
      { nodes: { s: { kind: "subworkflow", workflow: "inner" } } },
      { world: { ...WORLD, workflows: { inner } } },
    );
    expect(started(outcome)).toBe(2);
  });
});

describe("a grant", () => {
  const granted = (limits: object, grant: object, each: number, extra: object = {}) =>
    run(
      {
        limits: limits as Partial<Limits>,
        nodes: {
          kids: spawners(1, each, "hundred", { grant, ...extra }),
          after: { kind: "task", task: "hundred" },
        },
      },
      { world: WORLD },
    );

  it("is kept for the child, and what is left goes back when it ends", () => {
    const outcome = granted({ maxAgents: 10 }, { agents: 4 }, 2);
    expect(ofType(outcome.journal, "RunStarted")[1]?.account).toEqual({ grants: { agents: 4 } });
    expect(ofType(outcome.journal, "GrantReturned")).toMatchObject([{ run: 1, returned: { agents: 2 } }]);
    expect(outcome.tree.accounts[0]).toMatchObject({ spent: { agents: 3 }, reserved: { agents: 0 } });
  });

  it("is made larger by 1.5 at the soft threshold, out of what the parent has left", () => {
    const outcome = granted({ maxAgents: 20 }, { agents: 4 }, 8);
    expect(
      ofType(outcome.journal, "EscalationGranted").map(({ run: no, by, limit }) => [no, by, limit]),
    ).toEqual([
      [1, 0, 6],
      [1, 0, 9],
      [1, 0, 14],
    ]);
    expect(ending(outcome)).toBe("succeeded");
  });

  it("is refused when nothing is left up to the root", () => {
    const outcome = granted({ maxAgents: 5 }, { agents: 4 }, 8);
    expect(ofType(outcome.journal, "EscalationRefused").length).toBeGreaterThan(0);
    expect(ofType(outcome.journal, "ItemFailed")[0]?.failure.code).toBe("ResourceEscalationExceeded");
    expect(outcome.tree.accounts[0]?.spent.agents).toBe(5);
  });

  it("never grows over a hard limit of the call", () => {
    const outcome = granted({ maxAgents: 20 }, { agents: 2 }, 8, { limits: { maxAgents: 3 } });
    expect(outcome.tree.accounts[0]?.spent.agents).toBe(3 + 1);
  });

  it("is asked for above the parent when that has a grant itself", () => {
    const inner = graphOf({
      slug: "inner",
      nodes: { deep: spawners(1, 6, "hundred", { grant: { agents: 2 } }) },
    });
    const nodes = { s: { kind: "subworkflow", graph: inner, grant: { agents: 3 } } };
    const outcome = run({ limits: { maxAgents: 20 }, nodes }, { world: WORLD });
    expect(ending(outcome)).toBe("succeeded");
    expect(
      new Set(ofType(outcome.journal, "EscalationGranted").map(({ run: no, by }) => `${no} by ${by}`)),
    ).toEqual(new Set(["2 by 1", "1 by 0"]));
    expect(outcome.tree.accounts[0]?.spent.agents).toBe(6);
  });
});

describe("onBudgetExhausted", () => {
  const graph = (onBudgetExhausted: string) => ({
    limits: { maxAgents: 2, onBudgetExhausted } as Partial<Limits>,
    nodes: {
      m: { kind: "map", over: "= range(3)", maxConcurrent: 1, body: { kind: "task", task: "hundred" } },
    },
  });
  const actor = { kind: "user", id: "u", name: "U" } as const;
  const stopped = (policy: string) => {
    const simulation = begin(graph(policy), { world: WORLD });
    while (simulation.advance()) {
      // to its end, or to where it stops
    }
    return simulation;
  };

  it("degrade goes on with a result that says what is missing", () => {
    const outcome = run(graph("degrade"), { world: WORLD, input: 1 });
    expect(ending(outcome)).toBe("succeeded");
    expect(output(outcome)).toMatchObject([0, 1, { degraded: { code: "BudgetExceeded" } }]);
  });

  it.each(["softStop", "pauseForApproval"])(
    "%s stops the tree until a top-up, and the clock with it",
    (policy) => {
      const simulation = stopped(policy);
      expect(simulation.tree.runs[0]?.phase).toBe("running");
      expect(simulation.tree.paused).toBe(policy === "pauseForApproval");
      const { deadlineAt, at } = simulation.tree;
      const later = at + 1_000_000;
      expect(
        simulation.send({ type: "topUp", at: later, run: 0, amounts: { agents: 1 }, actor }),
      ).toBeUndefined();
      expect(simulation.tree.deadlineAt).toBe((deadlineAt ?? 0) + 1_000_000);
      while (simulation.advance()) {
        // to its end
      }
      expect(ending(simulation.outcome())).toBe("succeeded");
      expect(simulation.tree.accounts[0]).toMatchObject({ spent: { agents: 3 }, limit: { agents: 3 } });
      expect(simulation.tree.limits.maxAgents).toBe(3);
      expect(ledgerComplaints(simulation.outcome().journal)).toEqual([]);
    },
  );

  it("refuses a top-up of what is not limited, and of a tree that has ended", () => {
    const simulation = stopped("softStop");
    const send = (amounts: object) =>
      simulation.send({ type: "topUp", at: simulation.now, run: 0, amounts, actor });
    expect(send({ tokens: 5 })).toBe("NOTHING_LIMITED");
    expect(send({ agents: 5 })).toBeUndefined();
    while (simulation.advance()) {
      // to its end
    }
    expect(send({ agents: 5 })).toBe("RUN_SETTLED");
  });
});

describe("usage", () => {
  const two = {
    nodes: { m: { kind: "map", over: "= range(2)", join: "any", body: { kind: "task", task: "ask" } } },
  };

  it("of a call that was stopped is charged in full until its own answer settles it, even after the end", () => {
    const simulation = begin(two, { world: WORLD, seed: 3 });
    while (simulation.advance()) {
      // to its end
    }
    const atEnd = simulation.tree.accounts[0]?.spent.tokens ?? 0;
    expect(Object.values(simulation.tree.orphans)).toMatchObject([{ tokens: 16_000 }]);
    simulation.drain();
    const { journal, tree } = simulation.outcome();
    const [settled] = ofType(journal, "UsageSettled");
    const late = (settled?.usage.inputTokens ?? 0) + (settled?.usage.outputTokens ?? 0);
    expect(tree.accounts[0]?.spent.tokens).toBe(atEnd - 16_000 + late);
    expect(tree.orphans).toEqual({});
    expect(ledgerComplaints(journal)).toEqual([]);
  });

  it("of a call that was lost with its owner is charged in full, and the new delivery reserves anew", () => {
    const simulation = begin({ nodes: { a: { kind: "task", task: "hundred" } } }, { world: WORLD });
    simulation.send({ type: "recover", at: 5, epoch: 2 });
    expect(simulation.tree.accounts[0]).toMatchObject({
      spent: { agents: 1, tokens: 16_000 },
      reserved: { tokens: 16_000 },
    });
    while (simulation.advance()) {
      // to its end
    }
    expect(simulation.tree.accounts[0]).toMatchObject({
      spent: { agents: 1, tokens: 16_100 },
      reserved: { tokens: 0 },
    });
  });

  it("of attempts that fail for slowness is kept", () => {
    const slow: World = {
      tasks: {
        drag: { durationMs: (input) => (input === 11 ? 100 : 10), usdPerToken: 0, usage: () => usage(7, 0) },
      },
    };
    const outcome = run(
      {
        limits: { onPerformanceDegradation: "fail" },
        nodes: {
          m: { kind: "map", over: "= range(12)", maxConcurrent: 1, body: { kind: "task", task: "drag" } },
        },
      },
      { world: slow },
    );
    expect(ending(outcome)).toBe("failed:PerformanceDegradation");
    expect(outcome.tree.accounts[0]?.spent.tokens).toBe(12 * 7);
  });
});

describe("tree.remaining", () => {
  it("tells what is left, null where nothing limits it", () => {
    const nodes = { a: { kind: "transform", output: "= tree.remaining" } };
    const limits = { maxTokens: 500, maxAgents: 0, maxDepth: 3, maxRuns: 7, recursionTimeoutMs: 50 };
    expect(output(run({ limits, nodes }))).toEqual({
      depth: 3,
      runs: 6,
      agents: 0,
      nodes: null,
      tokens: 500,
      costUsd: null,
      activeMs: 50,
    });
  });
});

describe("a declared measure", () => {
  const down = (next: string, stallLevels = 3) =>
    run(
      {
        limits: { maxDepth: 20, stallLevels },
        nodes: {
          m: {
            kind: "map",
            over: "= input.n > 0 ? [1] : []",
            body: {
              kind: "subworkflow",
              workflow: "self",
              input: { n: next, k: "= run.depth + 1" },
              measure: next,
            },
          },
        },
      },
      { input: { n: 6, k: 0 } },
    );

  it("that falls is let through, and one that does not for three levels stalls", () => {
    expect(ending(down("= input.n - 1"))).toBe("succeeded");
    const stalled = down("= input.n");
    expect(ending(stalled)).toBe("failed:RecursionStalled");
    expect(stalled.tree.runs).toHaveLength(4);
    expect(ending(down("= input.n + 1", 5))).toBe("failed:RecursionStalled");
  });

  it("may rise for a level, as long as it falls below its least in time", () => {
    expect(ending(down("= run.depth % 2 == 0 ? input.n - 2 : input.n + 1"))).toBe("succeeded");
  });
});
