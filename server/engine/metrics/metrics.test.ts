import { describe, expect, it } from "vitest";
import { bindGraph } from "../graph/compile.ts";
import { levelsOf } from "../recursion/levels.ts";
import type { Event } from "../run/events.ts";
import type { TreeState } from "../run/state.ts";
import { seeded } from "../simulation/random.ts";
import { simulate } from "../simulation/simulator.ts";
import type { World } from "../simulation/world.ts";
import { EVERY_KIND_WORLD, everyKindGraph } from "../testing/every-kind.ts";
import { refold } from "../testing/journal-checks.ts";
import { begin, graphOf, run } from "../testing/run-graph.ts";
import { BUILT_IN_METRICS } from "./built-in.ts";
import { FACTS, type LevelFacts, type Per, type RunFacts } from "./facts.ts";
import { levelFacts } from "./level-facts.ts";
import { type MetricSpec, measure, metricFault } from "./metric.ts";
import { type Folded, RunWork } from "./run-facts.ts";

const usage = { calls: 1, inputTokens: 100, cachedInputTokens: 0, outputTokens: 0, costUsd: 0 };
const WORLD: World = {
  tasks: {
    ask: { durationMs: [10, 10], usdPerToken: 0, usage: () => usage },
    second: {
      durationMs: [10, 10],
      usdPerToken: 0,
      usage: () => usage,
      fails: (_, { attempt }) =>
        attempt === 1 ? { class: "task", code: "X", message: "no", retryable: true } : undefined,
    },
  },
};

const levelFactsOf = (tree: TreeState) => levelsOf(tree).map((level) => levelFacts(tree, level));

function workOf(journal: readonly Event[], no: number): Folded {
  const work = new RunWork(no);
  for (const event of journal) work.take(event);
  return work.facts();
}

const named = (name: string, per: Per): MetricSpec => {
  const found = BUILT_IN_METRICS.find((metric) => metric.name === name && metric.per === per);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};
const ofLevel = (name: string, facts: LevelFacts | undefined) => {
  const metric = named(name, "level");
  if (metric.per !== "level" || !facts) throw new Error("no level");
  return measure(metric, facts).value;
};

const kid = graphOf({
  slug: "kid",
  nodes: { work: { kind: "task", task: "second", retry: { initialMs: 1 } } },
});
const FAMILY = {
  limits: { maxAgentsPerLevel: 1 },
  nodes: { kids: { kind: "map", over: "= range(3)", body: { kind: "subworkflow", graph: kid } } },
};

describe("built-in metrics", () => {
  it("say how often work was tried again, what was wasted, how wide it grows and how long it waited", () => {
    const { tree } = run(FAMILY, { world: WORLD });
    const [root, below] = levelFactsOf(tree);
    expect(below).toMatchObject({
      attempts: 6,
      places: 3,
      retries: 3,
      workMs: 60,
      lostMs: 30,
      lostTokens: 300,
    });
    expect(ofLevel("retry-amplification", below)).toBe(2);
    expect(ofLevel("wasted-work", below)).toBe(0.5);
    expect(ofLevel("wasted-tokens", below)).toBe(0.5);
    expect(ofLevel("branching-factor", root)).toBe(3);
    expect(ofLevel("branching-factor", below)).toBe(0);
    expect(ofLevel("success", below)).toBe(1);
    // One place: the second waits 10 ms, the third 20, and each that is tried again for those before it.
    expect(ofLevel("queue-delay", below)).toBeGreaterThan(5);
  });

  it("are unknown, and no error, where there is nothing to divide by", () => {
    const { tree } = run({ nodes: {} }, { world: WORLD });
    const [root] = levelFactsOf(tree);
    for (const metric of BUILT_IN_METRICS) {
      if (metric.per !== "level" || !root) continue;
      expect(measure(metric, root).problem).toBeNull();
    }
    expect(ofLevel("retry-amplification", root)).toBeNull();
  });

  it("have names of their own for a run and for a depth, words and a unit", () => {
    const names = BUILT_IN_METRICS.map(({ name, per }) => `${per} ${name}`);
    expect(new Set(names).size).toBe(names.length);
    for (const metric of BUILT_IN_METRICS) {
      expect(metric.description?.length).toBeGreaterThan(10);
      expect(metric.unit).toBeTruthy();
      expect(metricFault(metric)).toBeNull();
    }
  });
});

describe("facts of runs", () => {
  it("are those of the run alone, with the runs that it starts", () => {
    const { journal } = run(FAMILY, { world: WORLD });
    expect(workOf(journal, 0)).toMatchObject({ children: 3, attempts: 0, nodes: 4 });
    expect(workOf(journal, 1)).toMatchObject({ children: 0, attempts: 2, places: 1, retries: 1, nodes: 1 });
  });

  it("come to the facts of their depth, in trees of every kind of node", () => {
    const SUMMED = [
      "attempts",
      "places",
      "retries",
      "workMs",
      "lostMs",
      "lostTokens",
      "waitingMs",
      "children",
    ] as const;
    let attempts = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const graph = bindGraph(everyKindGraph(seeded(seed)), { slug: "random", revision: 1 });
      const { journal, tree } = simulate({ graph, input: { n: seed % 4 }, world: EVERY_KIND_WORLD, seed });
      const works = tree.runs.map(({ no }) => workOf(journal, no));
      for (const level of levelFactsOf(tree)) {
        for (const fact of SUMMED) {
          const of = works.filter((_, no) => tree.runs[no]?.depth === level.depth).map((work) => work[fact]);
          expect([seed, fact, of.reduce((sum, value) => sum + value, 0)]).toEqual([seed, fact, level[fact]]);
        }
        attempts += level.attempts;
      }
    }
    expect(attempts).toBeGreaterThan(500);
  });

  it("count bytes of contexts before and after their hand-off, the same in both", () => {
    const outcome = run(
      {
        context: { values: { a: "x".repeat(500), b: "y" } },
        nodes: {
          k: {
            kind: "subworkflow",
            graph: kid,
            context: { strategy: { type: "selective", include: ["b"] } },
          },
        },
      },
      { world: WORLD },
    );
    const { contextBytesBefore, contextBytesAfter } = workOf(outcome.journal, 1);
    expect(contextBytesBefore).toBeGreaterThan(500);
    expect(contextBytesAfter).toBeLessThan(100);
    expect(levelFactsOf(outcome.tree)[1]).toMatchObject({ contextBytesBefore, contextBytesAfter });
  });

  it("are the same when they are folded from the journal again", () => {
    const simulation = begin(FAMILY, { world: WORLD, crashRate: 0.2 });
    while (simulation.advance()) {
      // to its end
    }
    const { journal, tree } = simulation.outcome();
    expect(levelFactsOf(refold(journal))).toEqual(levelFactsOf(tree));
  });
});

describe("a metric", () => {
  const facts = { attempts: 3, tokens: 10, workflow: "audit", revision: null } as unknown as RunFacts;
  const of = (value: Extract<MetricSpec, { per: "run" }>["value"]) =>
    measure({ name: "m", per: "run", value }, facts);

  it.each([
    ["run.attempts * 2", 6],
    ["= run.tokens / 4.0", 2.5],
    ["run.workflow == 'audit' ? 1 : 0", 1],
    [(given: RunFacts) => given.tokens + 1, 11],
    [() => null, null],
  ] as const)("gives what %s gives", (value, expected) => {
    expect(of(value)).toEqual({ value: expected, problem: null });
  });

  it.each([
    ["run.tokens / 0.0", "not a JSON number"],
    ["run.revision + 1", "revision"],
    ["run.workflow", 'gave "audit", which is no number'],
    [() => Number.NaN, "gave NaN, which is no number"],
    [() => "7" as unknown as number, 'gave "7"'],
    [() => undefined as unknown as number, "gave undefined"],
    [() => Promise.reject(new Error("late")) as unknown as number, "gave a promise"],
    [
      () => {
        throw new Error("no luck");
      },
      "no luck",
    ],
  ] as const)("that cannot be used says why: %s", (value, why) => {
    expect(of(value)).toEqual({ value: null, problem: expect.stringContaining(why) });
  });

  it.each([
    ["run", "run.atempts", 'did you mean "attempts"?'],
    ["run", "level.attempts", "level does not exist here; a metric per run reads run"],
    ["level", "run.attempts", "a metric per level reads level"],
    ["level", "level.attempts +", "Unexpected"],
    ["run", "input.n", "input does not exist here"],
  ] as const)("per %s that reads %s can never give a value", (per, value, why) => {
    expect(metricFault({ name: "m", per, value })).toContain(why);
  });

  it("may read every fact that there is, and each of them is there", () => {
    const { tree, journal } = run(FAMILY, { world: WORLD });
    const [level] = levelFactsOf(tree);
    expect(Object.keys(level ?? {}).toSorted()).toEqual([...FACTS.level].toSorted());
    const folded = Object.keys(workOf(journal, 0));
    expect(FACTS.run.filter((name) => folded.includes(name))).toHaveLength(folded.length);
  });
});
