import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Limits } from "../graph/graph.ts";
import { runIdOf } from "../ids.ts";
import { slotKey } from "../run/state.ts";
import type { Simulation } from "../simulation/simulator.ts";
import type { World } from "../simulation/world.ts";
import { wrongRows } from "../testing/journal-checks.ts";
import { ledgerComplaints } from "../testing/ledger-oracle.ts";
import { begin, ending, graphOf, ofType } from "../testing/run-graph.ts";
import { DIMENSIONS, LIMIT_OF, type SomeAmounts } from "./amounts.ts";

const actor = { kind: "user", id: "u", name: "U" } as const;
/** 100 tokens, or as many as it may use. */
function usage(most = 100) {
  const inputTokens = Math.min(100, most);
  return { calls: 1, inputTokens, cachedInputTokens: 0, outputTokens: 0, costUsd: inputTokens / 1_000 };
}

const WORLD: World = {
  tasks: {
    ask: {
      durationMs: [5, 50],
      failureRate: 0.2,
      usdPerToken: 0.001,
      usage: (_, { budget }) => usage(budget?.tokens),
    },
  },
};
const SURE: World = { tasks: { ask: { durationMs: [5, 50], usdPerToken: 0.001, usage: () => usage() } } };
const MORE = { runs: 5, agents: 20, nodes: 50, tokens: 50_000, costUsd: 50 };

type Call = { readonly limits?: object | undefined; readonly grant?: object | undefined };
type Shape = { readonly width: number; readonly each: number; readonly calls: readonly Call[] };

/** A level of children for each call, one within the other; the deepest ones make `each` attempts. */
function nodesOf({ width, each, calls }: Shape): Record<string, unknown> {
  const [call, ...below] = calls;
  const retry = { maxAttempts: 3, initialMs: 1 };
  if (!call)
    return { work: { kind: "map", over: `= range(${each})`, body: { kind: "task", task: "ask", retry } } };
  const graph = graphOf({ slug: `level-${below.length}`, nodes: nodesOf({ width, each, calls: below }) });
  const body = { kind: "subworkflow", input: { i: "= index" }, ...call, graph };
  return { kids: { kind: "map", over: `= range(${width})`, join: "allSettled", body } };
}

function beginTree(shape: Shape, limits: object, more: object = {}): Simulation {
  const options = { world: WORLD, ...more };
  return begin({ limits: limits as Partial<Limits>, nodes: nodesOf(shape) }, options);
}

function rest(simulation: Simulation): void {
  while (simulation.advance()) {
    // to its end, or to where it stops
  }
}

function topUp(simulation: Simulation, run: number, amounts: SomeAmounts): string | undefined {
  return simulation.send({ type: "topUp", at: simulation.now, run, amounts, actor });
}

const stoppedOf = ({ tree }: Simulation) =>
  tree.runs.flatMap(({ no, nodes }) =>
    Object.entries(nodes ?? {}).flatMap(([node, state]) =>
      [state, ...(state.map?.slots ?? [])].flatMap((slot) =>
        slot?.status === "parked" ? [{ run: no, node, failure: slot.failure }] : [],
      ),
    ),
  );

const GRANTED: Shape = { width: 1, each: 3, calls: [{ grant: { agents: 1 } }, { grant: { agents: 1 } }] };

describe("a top-up of the root", () => {
  it.each(["softStop", "pauseForApproval"])(
    "asks again for grants that were refused far below, with %s",
    (policy) => {
      const limits = { maxAgents: 1, onBudgetExhausted: policy };
      const simulation = beginTree(GRANTED, limits);
      rest(simulation);
      expect(stoppedOf(simulation).every(({ run }) => run === 2)).toBe(true);
      expect(stoppedOf(simulation)[0]?.failure?.code).toBe("ResourceEscalationExceeded");
      expect(topUp(simulation, 0, { agents: 20 })).toBeUndefined();
      rest(simulation);
      const { journal } = simulation.outcome();
      expect(ending(simulation.outcome())).toBe("succeeded");
      expect(ledgerComplaints(journal)).toEqual([]);
      expect(ofType(journal, "EscalationGranted").map(({ run, by }) => `${run} by ${by}`)).toEqual(
        expect.arrayContaining(["1 by 0", "2 by 1"]),
      );
    },
  );

  it("asks again in the order of the tree, for each place once, whatever has happened to it since", () => {
    const simulation = beginTree(
      { ...GRANTED, each: 2, width: 2 },
      { maxAgents: 0, onBudgetExhausted: "softStop" },
    );
    rest(simulation);
    expect(stoppedOf(simulation).length).toBeGreaterThan(0);
    const deep = beginTree(
      { width: 3, each: 3, calls: [{ grant: { agents: 1 } }] },
      { maxAgents: 3, onBudgetExhausted: "softStop" },
    );
    rest(deep);
    // By hand it is refused once more: its account has noted it twice.
    const [first] = ofType(deep.outcome().journal, "SlotParked");
    expect(first).toBeDefined();
    const { run = 0, node = "", item } = first ?? {};
    const again = {
      type: "retryNode",
      at: deep.now,
      run,
      node,
      actor,
      ...(item === undefined ? {} : { item }),
    };
    expect(deep.send(again as never)).toBeUndefined();
    rest(deep);
    const { seq } = deep.tree;
    expect(topUp(deep, 0, { agents: 50 })).toBeUndefined();
    const retried = ofType(deep.outcome().journal.slice(seq), "NodeRetried");
    expect(retried.length).toBeGreaterThan(3);
    expect(new Set(retried.map(slotKey)).size).toBe(retried.length);
    expect(retried.map((ref) => ref.run)).toEqual(retried.map((ref) => ref.run).sort((a, b) => a - b));
    rest(deep);
    expect(ending(deep.outcome())).toBe("succeeded");
  });

  it("gives no more than there is: what does not fit is refused again, and says why", () => {
    const simulation = beginTree(GRANTED, { maxAgents: 1, onBudgetExhausted: "softStop" });
    rest(simulation);
    topUp(simulation, 0, { agents: 1 });
    rest(simulation);
    expect(simulation.tree.accounts[0]).toMatchObject({ spent: { agents: 2 }, limit: { agents: 2 } });
    expect(stoppedOf(simulation).map(({ failure }) => failure?.message)).toContain(
      "The run of test at level 2 (root/kids[0]/kids[0]) has used the 2 agents that it was granted (maxAgents), and nobody above has more to give. Top up the tree, or give the call a larger grant.",
    );
    expect(ledgerComplaints(simulation.outcome().journal)).toEqual([]);
  });

  it("leaves alone what the limits of a call forbid, so that a tree is not paused again for it", () => {
    const calls = [{ limits: { maxAgents: 1 }, grant: { agents: 1 } }];
    const limits = { maxAgents: 2, onBudgetExhausted: "pauseForApproval" };
    const simulation = beginTree({ width: 1, each: 2, calls }, limits, { world: SURE });
    rest(simulation);
    const before = stoppedOf(simulation);
    expect(before.map(({ failure }) => failure?.message)).toEqual([
      "The run of test at level 1 (root/kids[0]) has used the 1 agent that it was granted (maxAgents), which is all that its call allows. Top up this run, or raise maxAgents of the call.",
    ]);
    const { seq } = simulation.tree;
    expect(topUp(simulation, 0, { agents: 5 })).toBeUndefined();
    rest(simulation);
    expect(
      simulation
        .outcome()
        .journal.slice(seq)
        .map(({ type }) => type),
    ).toEqual(["ToppedUp", "TreeResumed"]);
    expect(stoppedOf(simulation)).toEqual(before);
    expect(topUp(simulation, 1, { agents: 5 })).toBeUndefined();
    rest(simulation);
    expect(ending(simulation.outcome())).toBe("succeeded");
  });
});

describe("a grant that is asked for above", () => {
  it("never passes the limit of a call in between, however much there is above that", () => {
    const calls = [{ grant: { agents: 2 } }, { limits: { maxAgents: 3 } }, { grant: { agents: 1 } }];
    const limits = { maxAgents: 50, escalationFactor: 4, onBudgetExhausted: "softStop" };
    const simulation = beginTree({ width: 1, each: 5, calls }, limits, { world: SURE });
    rest(simulation);
    expect(simulation.tree.accounts[2]).toMatchObject({ spent: { agents: 3 }, limit: { agents: 3 } });
    expect(stoppedOf(simulation)).not.toEqual([]);
    expect(ledgerComplaints(simulation.outcome().journal)).toEqual([]);
  });

  it.each([
    ["limits", { limits: { maxAgents: 3 } }],
    ["a limit of its grant", { limits: { maxAgents: 3 }, grant: { agents: 2 } }],
  ])("says which call between it and the root forbids more, and a top-up there helps: %s", (_, between) => {
    const calls = [{ grant: { agents: 2 } }, between, { grant: { agents: 1 } }];
    const limits = { maxAgents: 50, onBudgetExhausted: "softStop" };
    const simulation = beginTree({ width: 1, each: 5, calls }, limits, { world: SURE });
    rest(simulation);
    const [stopped] = stoppedOf(simulation);
    expect(stopped?.failure?.message).toContain(
      "and the call of the run of test at level 2 (root/kids[0]/kids[0]) allows no more. Top up that run, or raise maxAgents of its call.",
    );
    expect(stopped?.failure?.details).toMatchObject({
      account: runIdOf(simulation.tree.treeId, 3),
      forbiddenBy: runIdOf(simulation.tree.treeId, 2),
    });
    topUp(simulation, 0, { agents: 20 });
    rest(simulation);
    expect(stoppedOf(simulation)).not.toEqual([]);
    expect(topUp(simulation, 1, { agents: 10 })).toBeUndefined();
    expect(topUp(simulation, 2, { agents: 10 })).toBeUndefined();
    rest(simulation);
    expect(ending(simulation.outcome())).toBe("succeeded");
  });
});

describe("whatever is topped up", () => {
  const agents = fc.integer({ min: 1, max: 4 });
  const tokens = fc.integer({ min: 1, max: 400 });
  const grant = fc.oneof(fc.record({ agents, tokens }), fc.record({ agents }), fc.record({ tokens }));
  const limit = fc.record({ maxAgents: fc.nat(3), maxTokens: fc.nat(400) }, { requiredKeys: [] });
  const call = fc.record({ grant, limits: limit }, { requiredKeys: [] });
  const amount = fc.oneof(fc.constant(null), fc.nat(12));
  const trees = fc.record({
    seed: fc.nat(1_000_000),
    crashRate: fc.constantFrom(0, 0.05),
    shape: fc.record({
      width: fc.integer({ min: 1, max: 3 }),
      each: fc.integer({ min: 1, max: 4 }),
      calls: fc.array(call, { minLength: 1, maxLength: 3 }),
    }),
    limits: fc.record({
      maxAgents: amount,
      maxNodes: amount,
      maxTokens: fc.oneof(fc.constant(null), fc.nat(2_000)),
      maxRuns: fc.integer({ min: 1, max: 12 }),
      onBudgetExhausted: fc.constantFrom("softStop", "pauseForApproval"),
    }),
  });

  it("at the root alone, a tree ends, or what still stands is at the limit of a call", () => {
    const seen = { ended: 0, forbidden: 0, askedBelow: 0 };
    fc.assert(
      fc.property(trees, ({ seed, crashRate, shape, limits }) => {
        const simulation = beginTree(shape, limits, { seed, crashRate, commitLag: 0.3 });
        const quiet = topUpUntilQuiet(simulation);
        const { journal, tree } = simulation.outcome();
        expect(quiet).toBe(true);
        expect(ledgerComplaints(journal)).toEqual([]);
        expect(wrongRows(journal).complaints).toEqual([]);
        seen.askedBelow += ofType(journal, "NodeRetried").filter(({ run }) => run > 0).length;
        if (tree.runs[0]?.phase !== "running") seen.ended += 1;
        else {
          seen.forbidden += 1;
          expect(tree.paused).toBe(false);
          expect(notForbidden(simulation)).toEqual([]);
        }
      }),
      { numRuns: 400 },
    );
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(40);
  });
});

/** False where each top-up makes something move for ever. */
function topUpUntilQuiet(simulation: Simulation): boolean {
  for (let turn = 0; turn < 400; turn++) {
    rest(simulation);
    if (simulation.tree.runs[0]?.phase !== "running") return true;
    const { seq } = simulation.tree;
    const refusal = topUp(simulation, 0, MORE);
    if (refusal) return refusal === "NOTHING_LIMITED";
    rest(simulation);
    const since = simulation.outcome().journal.slice(seq);
    if (since.every(({ type }) => QUIET.has(type))) return true;
  }
  return false;
}

const QUIET = new Set<string>(["ToppedUp", "TreeResumed", "TreeRecovered"]);

/** What stands still though neither the run that refused it nor one above it is at a limit that its call gave it. */
function notForbidden(simulation: Simulation): unknown[] {
  const started = ofType(simulation.outcome().journal, "RunStarted");
  return stoppedOf(simulation).filter(({ run, failure }) => {
    const dimension = DIMENSIONS.find((each) => LIMIT_OF[each] === failure?.details?.["limit"]);
    for (let no: number | undefined = run; dimension && no; no = started[no]?.origin?.run) {
      const most = started[no]?.account?.limits?.[dimension];
      const { spent, reserved } = simulation.tree.accounts[no] ?? {};
      if (most !== undefined && (spent?.[dimension] ?? 0) + (reserved?.[dimension] ?? 0) >= most)
        return false;
    }
    return true;
  });
}
