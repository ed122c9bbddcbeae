import { describe, expect, it } from "vitest";
import { validateGraph } from "../../graph/validate.ts";
import { pathOf } from "../../run/tree.ts";
import type { TaskScript } from "../../simulation/world.ts";
import { begin, chain, ending, graphOf, ofType, output, run } from "../../testing/run-graph.ts";

const t = (value: unknown) => ({ kind: "transform", output: value });
const grow = t("= previous == null ? 1 : previous * 2");
const loop = (fields: object) => ({ kind: "loop", maxIterations: 5, ...fields });

describe("a loop", () => {
  it.each([
    ["while, looked at before the first", { body: grow, while: "index < 3" }, 4],
    ["while that never holds: no iteration, no output", { body: grow, while: "false" }, null],
    ["until, looked at after each", { body: grow, until: "previous >= 8" }, 8],
    ["until that holds at once still runs one iteration", { body: grow, until: "true" }, 1],
    ["until before the limit, where both are reached", { body: grow, until: "index == 5" }, 16],
    ["while before the limit, where both are reached", { body: grow, while: "index < 5" }, 16],
    ["its limit, where that is meant as an end", { body: grow, onLimit: "succeed" }, 16],
    ["until, whatever while says", { body: grow, until: "previous == 2", while: "true" }, 2],
  ])("ends by %s", (_, fields, expected) => {
    expect(output(run({ nodes: { a: loop(fields) } }))).toBe(expected);
  });

  it("fails at its limit with the number, unless it may succeed there", () => {
    const outcome = run({ nodes: { a: loop({ body: grow, until: "false" }) } });
    expect(ending(outcome)).toBe("failed:LoopLimitReached");
    expect(outcome.tree.runs[0]?.failure?.details).toMatchObject({ node: "a", max: 5 });
    expect(ofType(outcome.journal, "ItemCompleted")).toHaveLength(5);
  });

  it("hands its input to the first iteration and each output to the next", () => {
    const nodes = {
      a: t({ n: 1 }),
      b: loop({ body: { kind: "task", task: "double" }, onLimit: "succeed", maxIterations: 3 }),
    };
    const double: TaskScript = {
      durationMs: [1, 1],
      output: (input) => ({ n: 2 * (input as { n: number }).n }),
    };
    const outcome = run({ nodes, edges: chain("a", "b") }, { world: { tasks: { double } } });
    expect(ofType(outcome.journal, "AttemptStarted").map(({ item, input }) => [item, input])).toEqual([
      [0, { n: 1 }],
      [1, { n: 2 }],
      [2, { n: 4 }],
    ]);
    expect(output(outcome)).toEqual({ n: 8 });
  });

  it("never has two iterations open, and keeps only the present one in its state", () => {
    const simulation = begin({
      nodes: { a: loop({ body: { kind: "task", task: "echo" }, onLimit: "succeed", maxIterations: 50 }) },
    });
    do {
      expect(simulation.tree.openCalls).toBeLessThanOrEqual(1);
      expect(JSON.stringify(simulation.tree.runs[0]?.nodes ?? {}).length).toBeLessThan(400);
    } while (simulation.advance());
    expect(ofType(simulation.outcome().journal, "ItemCompleted")).toHaveLength(50);
  });

  it("a retry resumes the iteration that failed, not the loop", () => {
    const work: TaskScript = { durationMs: [5, 5], failureRate: 0.5 };
    const body = { kind: "task", task: "work", input: "= index", retry: { maxAttempts: 20, initialMs: 1 } };
    let failures = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const nodes = { a: loop({ body, onLimit: "succeed" }) };
      const { journal } = run({ nodes }, { seed, world: { tasks: { work } } });
      failures += ofType(journal, "AttemptFailed").length;
      // Each iteration makes its attempts 1, 2, … in a row, and no earlier one comes back.
      const made = ofType(journal, "AttemptStarted").map(
        ({ item = -1, attempt }) => [item, attempt] as const,
      );
      const rows = [0, 1, 2, 3, 4].flatMap((item) =>
        made.filter(([at]) => at === item).map((_, i) => [item, i + 1] as const),
      );
      expect(made).toEqual(rows);
      expect(made.at(-1)?.[0]).toBe(4);
    }
    expect(failures).toBeGreaterThan(20);
  });

  it("fails with the failure of an iteration that has no attempts left", () => {
    const outcome = run({ nodes: { a: loop({ body: { kind: "task", task: "refuse" } }) } });
    expect(ending(outcome)).toBe("failed:TaskFailed");
    expect(ofType(outcome.journal, "AttemptStarted")).toHaveLength(1);
  });

  it("nests in loops and maps: the iterations of each level stand in the path and in the key of the work", () => {
    const innermost = { nodes: { work: { kind: "task", task: "echo" } } };
    const inner = graphOf({
      slug: "inner",
      nodes: {
        again: loop({
          maxIterations: 2,
          onLimit: "succeed",
          body: {
            kind: "subworkflow",
            graph: graphOf({ slug: "innermost", ...innermost }),
            input: { i: "= index", of: "= input.of" },
          },
        }),
      },
    });
    const outer = {
      nodes: {
        each: {
          kind: "map",
          over: "= [0, 1]",
          body: { kind: "subworkflow", graph: inner, input: { of: "= item" } },
        },
      },
    };
    const outcome = run(outer);
    expect(ending(outcome)).toBe("succeeded");
    const paths = outcome.calls.map(({ call }) => pathOf(outcome.tree, call.run)).toSorted();
    expect(paths).toEqual([
      "root/each[0]/again[0]",
      "root/each[0]/again[1]",
      "root/each[1]/again[0]",
      "root/each[1]/again[1]",
    ]);
    expect(new Set(outcome.calls.map(({ call }) => call.idempotencyKey)).size).toBe(4);
  });

  it("is guarded as a caller of its own workflow only where it may run no iteration", () => {
    const body = { kind: "subworkflow", workflow: "self" };
    const codes = (fields: object) =>
      validateGraph(graphOf({ nodes: { a: loop({ body, ...fields }) } })).problems.map(({ code }) => code);
    expect(codes({ until: "previous.done" })).toContain("R001");
    expect(codes({ while: "input.n > 0" })).not.toContain("R001");
  });

  it.each([
    ["no limit", { maxIterations: undefined }, "G005", "/nodes/a/maxIterations"],
    ["no iterations at all", { maxIterations: 0 }, "G005", "/nodes/a/maxIterations"],
    ["item, which only a map has", { until: "item == 1" }, "V004", "/nodes/a/until"],
    [
      "an output of its own that is not there yet",
      { while: "nodes.a.output == 1" },
      "V003",
      "/nodes/a/while",
    ],
  ])("refuses %s", (_, fields, code, path) => {
    const node = JSON.parse(JSON.stringify(loop({ body: grow, ...fields }))) as object;
    const { problems } = validateGraph({ ...graphOf({ nodes: {} }), nodes: { a: node } });
    expect(problems.map((problem) => [problem.code, problem.path])).toContainEqual([code, path]);
  });

  it("gives previous to a loop alone", () => {
    const { problems } = validateGraph(graphOf({ nodes: { a: t("= previous") } }));
    expect(problems[0]).toMatchObject({ code: "V004", message: "previous exists only in a loop" });
  });

  it("cancelled in an iteration stops the child of that iteration and starts no other", () => {
    const body = {
      kind: "subworkflow",
      graph: graphOf({ slug: "slow", nodes: { w: { kind: "wait", durationMs: 1_000 } } }),
    };
    const simulation = begin({ nodes: { a: loop({ body }) } });
    simulation.advance();
    simulation.send({
      type: "cancel",
      at: simulation.now,
      run: 0,
      reason: "test",
      actor: { kind: "user", id: "u", name: "U" },
    });
    expect(simulation.tree.counts).toMatchObject({ running: 0, cancelled: 2, succeeded: 1 });
  });
});
