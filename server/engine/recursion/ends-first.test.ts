import { describe, expect, it } from "vitest";
import type { Simulation } from "../simulation/simulator.ts";
import type { World } from "../simulation/world.ts";
import { ledgerComplaints } from "../testing/ledger-oracle.ts";
import { begin, ending, graphOf } from "../testing/run-graph.ts";

const actor = { kind: "user", id: "u", name: "U" } as const;
const WORLD: World = {
  tasks: {
    ask: {
      durationMs: [10, 10],
      usdPerToken: 0,
      usage: () => ({ calls: 1, inputTokens: 5, cachedInputTokens: 0, outputTokens: 5, costUsd: 0 }),
    },
  },
};

type Call = { readonly limits?: object; readonly grant?: object };

/** Two children that go through `calls`, one within the other, and then ask as often as their place says. */
function beginBoth(calls: readonly Call[]): Simulation {
  const nodesOf = ([call, ...below]: readonly Call[]): Record<string, unknown> => {
    const body = { kind: "task", task: "ask" };
    if (!call) return { work: { kind: "map", over: "= range(1 + input.i * 8)", body } };
    const graph = graphOf({ slug: `level-${below.length}`, nodes: nodesOf(below) });
    return { kid: { kind: "subworkflow", input: { i: "= input.i" }, ...call, graph } };
  };
  const body = {
    kind: "subworkflow",
    input: { i: "= index" },
    graph: graphOf({ slug: "both", nodes: nodesOf(calls) }),
  };
  const nodes = { kids: { kind: "map", over: "= range(2)", join: "any", body } };
  return begin(
    { limits: { maxAgents: 40, maxAgentsPerLevel: 2, maxTokens: 4_000 }, nodes },
    { world: WORLD },
  );
}

const LIMITED = { limits: { maxAgents: 9 } };
const GRANTED = { grant: { agents: 2 } };
const CASES: readonly (readonly [string, readonly Call[]])[] = [
  ["a grant within limits", [LIMITED, GRANTED]],
  ["a grant within limits within limits", [LIMITED, { limits: { maxTokens: 900 } }, GRANTED]],
  ["a grant within limits within a grant", [{ grant: { agents: 5, tokens: 500 } }, LIMITED, GRANTED]],
  ["limits within a grant within limits", [LIMITED, { grant: { tokens: 200 } }, LIMITED]],
  ["grants within grants within limits", [LIMITED, { grant: { agents: 4 } }, GRANTED]],
];

function finish(simulation: Simulation): void {
  while (simulation.advance()) {
    // to its end
  }
}

/** Whatever was open has ended: nothing is held any more, and each use counts above. */
function expectConserved(simulation: Simulation): void {
  const { tree, journal } = simulation.outcome();
  expect(ledgerComplaints(journal)).toEqual([]);
  expect(Object.keys(tree.accounts)).toEqual(["0"]);
  expect(tree.accounts[0]?.reserved).toEqual({ runs: 0, agents: 0, nodes: 0, tokens: 0, costUsd: 0 });
}

describe("an account that ends before one below it", () => {
  it.each(CASES)("loses nothing when a join needs it no more: %s", (_, calls) => {
    const simulation = beginBoth(calls);
    finish(simulation);
    expect(ending(simulation.outcome())).toBe("succeeded");
    expectConserved(simulation);
  });

  it.each(CASES)("loses nothing when its run is cancelled: %s", (_, calls) => {
    const simulation = beginBoth(calls);
    const { tree } = simulation;
    const outer = tree.runs.find(({ no }) => no > 0 && tree.accounts[no])?.no ?? 0;
    expect(Object.values(tree.accounts).some(({ parent }) => parent === outer)).toBe(true);
    simulation.send({ type: "cancel", at: simulation.now, run: outer, reason: "enough", actor });
    expect(simulation.tree.runs[outer]?.phase).toBe("cancelled");
    expect(Object.keys(simulation.tree.accounts)).not.toContain(`${outer}`);
    finish(simulation);
    expectConserved(simulation);
  });
});
