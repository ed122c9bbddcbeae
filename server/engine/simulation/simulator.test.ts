import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bindGraph } from "../graph/compile.ts";
import { validateGraph } from "../graph/validate.ts";
import type { Command } from "../run/commands.ts";
import { isSettled, pendingEffects } from "../run/index.ts";
import { slotKey } from "../run/state.ts";
import { actedBeforeCommit, afterSettlement, openCalls, refold } from "../testing/journal-checks.ts";
import { RANDOM_WORLD, randomGraph } from "../testing/random-graph.ts";
import { seeded } from "./random.ts";
import { type Scenario, Simulation, simulate } from "./simulator.ts";

function scenario(seed: number, faults: Pick<Scenario, "crashRate" | "commitLag"> = {}): Scenario {
  const random = seeded(seed);
  const graph = bindGraph(randomGraph(random), { slug: "random", revision: 1 });
  return {
    graph,
    input: { n: Math.floor(random.next() * 4) },
    world: RANDOM_WORLD,
    seed,
    maxSteps: 20_000,
    ...faults,
  };
}

const seeds = fc.integer({ min: 0, max: 0x7fff_ffff });

describe("simulated trees", () => {
  it("2,000 of them with random graphs, failures, crashes and restarts all finish", () => {
    const phases = { succeeded: 0, failed: 0, cancelled: 0, running: 0 };
    let crashes = 0;
    for (let seed = 0; seed < 2_000; seed++) {
      const outcome = simulate(scenario(seed, { crashRate: seed % 2 === 0 ? 0.08 : 0, commitLag: 0.5 }));
      if (outcome.stuck) throw new Error(`seed ${seed} is stuck after ${outcome.steps} steps`);
      crashes += outcome.crashes;
      phases[outcome.tree.runs[0]?.phase ?? "running"] += 1;
    }
    // Guards against a vacuous pass: both ends are reached often, and crashes do land.
    expect(phases.succeeded).toBeGreaterThan(400);
    expect(phases.failed).toBeGreaterThan(200);
    expect(crashes).toBeGreaterThan(300);
  }, 120_000);

  it("use only graphs that validation accepts", () => {
    for (let seed = 0; seed < 300; seed++) {
      const graph = randomGraph(seeded(seed));
      const errors = validateGraph(graph).problems.filter(
        (problem) => problem.level === "error" && problem.code !== "R001",
      );
      expect(errors, `seed ${seed}: ${JSON.stringify(graph)}`).toEqual([]);
    }
  });

  it("append nothing to a run or a tree that has settled", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(afterSettlement(simulate(scenario(seed, { crashRate: 0.02 })).journal)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("have a journal that folds to the live state", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { journal, tree } = simulate(scenario(seed, { crashRate: 0.02, commitLag: 0.3 }));
        expect(JSON.stringify(refold(journal))).toBe(JSON.stringify(tree));
      }),
      { numRuns: 500 },
    );
  });

  it("give the same events for the same commands", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(JSON.stringify(simulate(scenario(seed, { crashRate: 0.02 })).journal)).toBe(
          JSON.stringify(simulate(scenario(seed, { crashRate: 0.02 })).journal),
        );
      }),
      { numRuns: 200 },
    );
  });

  it("know from state alone what was handed out and not answered, at every moment", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const simulation = new Simulation(scenario(seed, { crashRate: 0.02, commitLag: 0.3 }));
        simulation.start();
        do {
          const pending = pendingEffects(simulation.tree).flatMap((effect) =>
            effect.type === "callTask" ? [`${slotKey(effect)}#${effect.attempt}.${effect.delivery}`] : [],
          );
          expect(pending.sort()).toEqual(openCalls(simulation.outcome().journal));
        } while (simulation.advance());
      }),
      { numRuns: 150 },
    );
  });

  it("never act on the world before the commit of the event that orders it", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { journal, calls } = simulate(scenario(seed, { commitLag: 0.7 }));
        expect(actedBeforeCommit(journal, calls)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("keep within maxDepth, maxRuns and maxAgentsPerLevel at every moment", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const simulation = new Simulation(scenario(seed, { crashRate: 0.02 }));
        simulation.start();
        do {
          const { limits, runs, levels, counts } = simulation.tree;
          // What undoes is no part of the work that the limit is for.
          expect(runs.filter(({ undoes }) => !undoes).length).toBeLessThanOrEqual(limits.maxRuns);
          expect(counts.deepest).toBeLessThanOrEqual(limits.maxDepth);
          for (const level of levels) {
            expect(level.agents).toBeLessThanOrEqual(limits.maxAgentsPerLevel);
            expect(level.agents).toBeGreaterThanOrEqual(0);
          }
        } while (simulation.advance());
        expect(simulation.tree.counts.running).toBe(0);
        expect(simulation.tree.levels.map((level) => level.agents)).toEqual(
          simulation.tree.levels.map(() => 0),
        );
        expect(simulation.tree.openCalls).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});

type Act = "cancel" | "cancelChild" | "pause" | "resume" | "late";

describe("a person acting on a tree at any moment", () => {
  const acts = fc.array(
    fc.tuple(fc.nat(60), fc.constantFrom<Act>("cancel", "cancelChild", "pause", "resume", "late")),
    { maxLength: 8 },
  );
  const actor = { kind: "user", id: "u", name: "U" } as const;

  function commandOf(act: Act, simulation: Simulation): Command {
    const at = simulation.now;
    const newest = simulation.tree.runs.length - 1;
    if (act === "pause" || act === "resume") return { type: act, at, actor };
    if (act === "late")
      return { type: "attemptSucceeded", at, run: newest, node: "n0", attempt: 1, output: null };
    return { type: "cancel", at, run: act === "cancel" ? 0 : newest, reason: "test", actor };
  }

  function play(simulation: Simulation, script: readonly (readonly [number, Act])[]): void {
    const last = Math.max(0, ...script.map(([move]) => move));
    for (let move = 0, live = true; live; move++) {
      for (const [, act] of script.filter(([at]) => at === move)) simulation.send(commandOf(act, simulation));
      const moved = simulation.advance();
      const held = !moved && simulation.tree.paused && !isSettled(simulation.tree);
      if (held) simulation.send(commandOf("resume", simulation));
      live = moved || held || move <= last;
    }
  }

  it("leaves no stuck tree, nothing after settlement, and a journal that folds to the live state", () => {
    fc.assert(
      fc.property(seeds, acts, (seed, script) => {
        const simulation = new Simulation(scenario(seed, { commitLag: 0.3 }));
        simulation.start();
        play(simulation, script);
        const { journal, tree, stuck } = simulation.outcome();
        expect(stuck).toBe(false);
        expect(afterSettlement(journal)).toEqual([]);
        expect(JSON.stringify(refold(journal))).toBe(JSON.stringify(tree));
      }),
      { numRuns: 500 },
    );
  });
});
