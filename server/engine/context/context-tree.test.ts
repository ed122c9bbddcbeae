import { describe, expect, test } from "vitest";
import type { Outcome } from "../simulation/simulator.ts";
import { refold } from "../testing/journal-checks.ts";
import { begin, boundOf, chain, ending, ofType, output, run, WORLD } from "../testing/run-graph.ts";
import { externalize } from "../values/index.ts";
import { linesOf } from "./receipt.ts";

const leaf = (nodes: Record<string, unknown>, more: object = {}) => ({
  schemaVersion: 1,
  slug: "leaf",
  name: "Leaf",
  nodes,
  edges: [],
  ...more,
});
const reads = (source: string) => leaf({ end: { kind: "end", output: source } });
const entriesOfRun = ({ journal }: Outcome, no: number) =>
  ofType(journal, "RunStarted").find((event) => event.run === no)?.context?.entries ?? [];

describe("a run's context", () => {
  test("begins with the guide's entries, the workflow's values, and what came with the start", () => {
    const outcome = run(
      {
        nodes: { end: { kind: "end", output: "= context" } },
        context: { values: { goal: "= input.what", priority: "low" } },
      },
      { input: { what: "count" }, context: { priority: "high", extra: [1] } },
    );
    expect(output(outcome)).toEqual({
      identity: { kind: "system", id: "simulator", name: "Simulator" },
      session: { id: outcome.tree.treeId, startedAt: "1970-01-01T00:00:00.000Z" },
      request: { workflow: "test", revision: 1, label: null },
      priority: "high",
      deadline: "1970-01-01T00:05:00.000Z",
      constraints: { maxDepth: 10, maxRuns: 10_000, maxAgentsPerLevel: 50 },
      goal: "count",
      extra: [1],
    });
  });

  test("is not there at all where no graph speaks of one", () => {
    const { journal, tree } = run({
      nodes: { child: { kind: "subworkflow", graph: leaf({ a: { kind: "transform", output: 1 } }) } },
    });
    expect(JSON.stringify(journal)).not.toContain('"context"');
    expect(tree.durations).toEqual({});
  });

  test("is written by nodes that are done and read by those after them", () => {
    const outcome = run({
      nodes: {
        plan: {
          kind: "task",
          task: "echo",
          input: { steps: 3 },
          contextUpdates: { plan: "= nodes.plan.output.steps" },
        },
        more: {
          kind: "transform",
          output: 1,
          contextUpdates: { plan: { value: "= nodes.more.output", reducer: "= current + incoming" } },
        },
        end: { kind: "end", output: "= context.plan" },
      },
      edges: chain("plan", "more", "end"),
    });
    expect(output(outcome)).toBe(4);
    expect(ofType(outcome.journal, "NodeCompleted")[0]?.context?.entries[0]).toMatchObject({
      key: "plan",
      value: 3,
      origin: { run: 0, depth: 0, node: "plan" },
      tokens: 1,
    });
  });

  test("that lacks a key says which there are", () => {
    const outcome = run({ nodes: { end: { kind: "end", output: "= context.nope" } }, context: {} });
    expect(outcome.tree.runs[0]?.failure?.message).toContain(
      "context.nope: no such key; there are: identity, session",
    );
  });

  test("reaches a child by its call's strategy and rules, with a receipt in the event of its start", () => {
    const call = {
      kind: "subworkflow",
      graph: reads("= [context.plan, has(context.notes)]"),
      context: {
        strategy: "full",
        rules: [{ name: "no notes", actions: { do: "filter", keys: ["notes"] } }],
      },
    };
    const outcome = run({ nodes: { call }, context: { values: { plan: "p", notes: "n" } } });
    expect(output(outcome)).toEqual(["p", false]);
    const receipt = ofType(outcome.journal, "RunStarted")[1]?.context;
    expect(receipt).toMatchObject({ strategy: "full", before: { keys: 8 }, after: { keys: 7 } });
    expect(receipt && linesOf(receipt).find(({ key }) => key === "notes")).toEqual({
      key: "notes",
      did: "dropped",
      by: "no notes",
      before: { bytes: 3, tokens: 1 },
    });
  });

  test("follows each item of a map, whose expressions see the item", () => {
    const transform = { do: "transform", key: "mine", value: "= item * 2" };
    const body = {
      kind: "subworkflow",
      graph: reads("= context.mine"),
      context: { rules: [{ actions: transform }] },
    };
    const outcome = run({ nodes: { all: { kind: "map", over: "= range(3)", body } }, context: {} });
    expect(output(outcome)).toEqual([0, 2, 4]);
  });

  test("gives back the original of what was summarised on the way down", () => {
    const text = "The tide of the harbour grew. ".repeat(200);
    const graph = reads("= [size(context.notes) < size(original.notes), original.notes == input.text]");
    const outcome = run(
      {
        nodes: { call: { kind: "subworkflow", graph, input: "= input", context: "compressed" } },
        context: { values: { notes: "= input.text" } },
      },
      { input: { text } },
    );
    expect(output(outcome)).toEqual([true, true]);
  });

  test("of a task that its workflow declares tells one run from its ancestor; without it there is a cycle", () => {
    const self = (task: string[]) => ({
      nodes: {
        more: {
          kind: "map",
          over: "= context.left > 0 ? [1] : []",
          body: {
            kind: "subworkflow",
            workflow: "self",
            input: "= input",
            context: { rules: [{ actions: { do: "transform", key: "left", value: "= context.left - 1" } }] },
          },
          contextUpdates: { done: "= true" },
        },
      },
      context: { values: { left: "= input.n" }, task },
    });
    expect(ending(run(self([]), { input: { n: 3 } }))).toBe("failed:RecursionCycleDetected");
    const outcome = run(
      {
        ...self(["left"]),
        nodes: {
          ...self([]).nodes,
          less: { kind: "transform", output: 1, contextUpdates: { left: "= context.left - 1" } },
        },
        edges: [{ source: "less", target: "more" }],
      },
      { input: { n: 6 } },
    );
    expect(ending(outcome)).toBe("succeeded");
    expect(outcome.tree.runs.length).toBeGreaterThan(2);
  });
});

describe("what a child writes", () => {
  const child = (value: string) =>
    leaf({
      write: { kind: "transform", output: 1, contextUpdates: { found: { value, reducer: "append" } } },
    });
  const map = (context: object, value = "= [input]") => ({
    nodes: {
      all: {
        kind: "map",
        over: "= [1, 2, 3]",
        body: { kind: "subworkflow", graph: child(value), input: "= item", context },
      },
      end: { kind: "end", output: "= context.found" },
    },
    edges: chain("all", "end"),
    context: { values: { found: "= [0]" } },
  });

  test("stays with it unless the call merges it back", () => {
    expect(output(run(map({ strategy: "full" })))).toEqual([0]);
  });

  test("comes back by a reducer, each child's own part once", () => {
    expect(output(run(map({ strategy: "full", mergeBack: { found: "append" } })))).toEqual([0, 1, 2, 3]);
    expect(output(run(map({ strategy: "full", mergeBack: { found: "= current + ['next']" } })))).toEqual([
      0,
      "next",
      "next",
      "next",
    ]);
  });

  test("is a conflict where two that ran side by side replaced the same entry", () => {
    const conflict = run(map({ strategy: "full", mergeBack: { found: "replace" } }));
    expect(ending(conflict)).toBe("failed:ContextConflict");
    const last = run(
      map({ strategy: "full", mergeBack: { found: { reducer: "replace", onConflict: "last" } } }),
    );
    expect(output(last)).toEqual([0, 3]);
    const conflicts = ofType(last.journal, "ItemCompleted").flatMap(
      ({ context }) => context?.conflicts ?? [],
    );
    expect(conflicts).toEqual([
      { key: "found", kept: "last" },
      { key: "found", kept: "last" },
    ]);
    const first = run(
      map({ strategy: "full", mergeBack: { found: { reducer: "replace", onConflict: "first" } } }),
    );
    expect(output(first)).toEqual([0, 1]);
  });

  test("is no conflict when one comes after the other", () => {
    const { nodes, ...rest } = map({ strategy: "full", mergeBack: { found: "replace" } });
    const outcome = run({ ...rest, nodes: { ...nodes, all: { ...nodes.all, maxConcurrent: 1 } } });
    expect(output(outcome)).toEqual([0, 1, 2, 3]);
  });
});

describe("a secret", () => {
  const values = { token: { value: "s3cret", labels: ["secret"] } };

  test("is readable where it was written and does not reach a child", () => {
    const graph = reads("= has(context.token)");
    const outcome = run({
      nodes: {
        use: { kind: "transform", output: "= size(context.token)" },
        call: { kind: "subworkflow", graph, context: "full" },
      },
      context: { values },
    });
    expect(output(outcome)).toEqual({ use: 6, call: false });
    expect(JSON.stringify(entriesOfRun(outcome, 1))).not.toContain("s3cret");
  });

  test.each(["input", "label"])("is refused in the %s of a call", (field) => {
    const call = { kind: "subworkflow", graph: reads("= 1"), [field]: "= context.token" };
    const outcome = run({ nodes: { call }, context: { values } });
    expect(ending(outcome)).toBe("failed:ContextForbidden");
    expect(outcome.tree.runs).toHaveLength(1);
  });

  test("goes as deep as its workflow allows, and so does what is made of it", () => {
    const deep = (depth: number): object => ({
      kind: "subworkflow",
      graph:
        depth === 0
          ? reads("= has(context.copy)")
          : leaf(
              {
                copy: {
                  kind: "transform",
                  output: 1,
                  contextUpdates: { copy: "= context.?token.orValue('') + '!'" },
                },
                call: deep(depth - 1),
              },
              { edges: chain("copy", "call") },
            ),
      context: "full",
    });
    const at = (maxDepth: number) =>
      JSON.stringify(
        output(run({ nodes: { call: deep(1) }, context: { values, labels: { secret: { maxDepth } } } })),
      );
    expect(at(2)).toContain("true");
    expect(at(1)).toContain("false");
  });
});

describe("facts of the driver", () => {
  test("are asked for, waited for, and stand in the event; the journal folds to the live state without them", () => {
    const asked: string[] = [];
    const world = {
      ...WORLD,
      answer: ({ ask }: { readonly ask: string }) => {
        asked.push(ask);
        return {
          ok: true,
          value: ask === "tokens" ? 420 : ask === "pack" ? 10 : ask === "terms" ? [] : null,
        } as const;
      },
    };
    const call = { kind: "subworkflow", graph: reads("= size(context.big)"), context: "compressed" };
    const outcome = run(
      { nodes: { call }, context: { values: { big: "= input" } } },
      { world, input: "x".repeat(5_000) },
    );
    expect(output(outcome)).toBe(5_000);
    expect(entriesOfRun(outcome, 1).find(({ key }) => key === "big")).toMatchObject({
      tokens: 420,
      packed: { bytes: 10 },
    });
    expect(new Set(asked)).toEqual(new Set(["tokens", "summary", "pack"]));
    expect(refold(outcome.journal)).toEqual(outcome.tree);
  });

  test("that fail, fail the call and say why", () => {
    const call = {
      kind: "subworkflow",
      graph: reads("= 1"),
      context: { strategy: { type: "custom", function: "mine" } },
    };
    const outcome = run({ nodes: { call }, context: {} });
    expect(ending(outcome)).toBe("failed:InheritanceUnknown");
  });

  test("decide for a custom strategy by name, and may not make an entry of what may not cross", () => {
    let seen = "";
    const world = {
      ...WORLD,
      answer: (question: { readonly ask: string; readonly about?: unknown }) => {
        if (question.ask !== "inherit") return { ok: true, value: 1 } as const;
        seen = JSON.stringify(question.about);
        return { ok: true, value: { keep: ["plan"], set: { note: "made" } } } as const;
      },
    };
    const call = {
      kind: "subworkflow",
      graph: reads("= [context.plan, context.note, has(context.identity)]"),
      context: { strategy: { type: "custom", function: "mine" } },
    };
    const values = { plan: "p", token: { value: "s3cret", labels: ["secret"] } };
    const outcome = run({ nodes: { call }, context: { values } }, { world });
    expect(output(outcome)).toEqual(["p", "made", false]);
    expect(seen).toContain('"plan"');
    expect(seen).not.toContain("s3cret");
  });
});

test("1 MB down 100 levels of a real tree stands in the store once, and each start carries references only", () => {
  const text = "x".repeat(1024 * 1024);
  const given = externalize(text);
  if (!given.ok) throw new Error("not stored");
  const graph = {
    nodes: {
      more: {
        kind: "map",
        over: "= run.depth < 100 ? [1] : []",
        body: { kind: "subworkflow", workflow: "self", input: "= run.depth", context: "full" },
      },
    },
    limits: { maxDepth: 100 },
    context: { values: { big: "= input" } },
  };
  const simulation = begin(graph, { input: text });
  while (simulation.advance()) {
    // Each call moves on to the next thing that happens.
  }
  const outcome = simulation.outcome();
  expect(outcome.tree.runs).toHaveLength(101);
  const starts = ofType(outcome.journal, "RunStarted").map((event) => JSON.stringify(event).length);
  expect(Math.max(...starts.slice(1))).toBeLessThan(3_500);
  expect(Math.max(...starts.slice(2)) - Math.min(...starts.slice(2))).toBeLessThan(20);
  expect(outcome.storedBytes).toBe(text.length + 2);
  expect(boundOf(graph).graph.context?.values).toBeDefined();
});
