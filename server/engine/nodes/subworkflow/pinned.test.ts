import { describe, expect, it } from "vitest";
import { bindGraph } from "../../graph/compile.ts";
import { bindTrial } from "../../graph/trial.ts";
import { validateGraph } from "../../graph/validate.ts";
import { boundGraphOf } from "../../run/tree.ts";
import type { Outcome } from "../../simulation/simulator.ts";
import { boundOf, ending, graphOf, ofType, output, run, WORLD } from "../../testing/run-graph.ts";

const says = (slug: string, revision: number, more: object = {}) =>
  bindGraph(graphOf({ slug, nodes: { end: { kind: "end", output: revision } }, ...more }), {
    slug,
    revision,
  });
const WORKFLOWS = { leaf: says("leaf", 3), "leaf@2": says("leaf", 2), "leaf@3": says("leaf", 3) };
const world = (workflows: object) => ({ ...WORLD, workflows: { ...WORKFLOWS, ...workflows } });
const pin = (revision: number, more: object = {}) => ({
  kind: "subworkflow",
  workflow: "leaf",
  revision,
  ...more,
});

/** What each child was a run of. */
function ranIn({ tree }: Outcome): readonly string[] {
  return tree.runs.slice(1).map((child) => {
    const { slug, revision } = boundGraphOf(tree, child);
    return `${slug}@${revision}`;
  });
}

describe("a call that pins a revision", () => {
  it("runs that one, also where a newer one is published, and the tree says which it was", () => {
    const nodes = {
      old: pin(2),
      same: pin(3),
      latest: { kind: "subworkflow", workflow: "leaf" },
      end: { kind: "end", output: "= [nodes.old.output, nodes.same.output, nodes.latest.output]" },
    };
    const edges = ["old", "same", "latest"].map((source) => ({ source, target: "end" }));
    const outcome = run({ nodes, edges }, { world: world({}) });
    expect(output(outcome)).toEqual([2, 3, 3]);
    expect(ranIn(outcome)).toEqual(["leaf@2", "leaf@3", "leaf@3"]);
  });

  it("says so of a run whose graph the tree knows as another revision, too", () => {
    const same = (revision: number) => ({ ...says("leaf", 1), revision });
    const nodes = { first: pin(1), back: pin(3), again: pin(1) };
    const workflows = { leaf: same(3), "leaf@1": same(1), "leaf@3": same(3) };
    const { journal } = run({ nodes }, { world: world(workflows) });
    const said = ofType(journal, "RunStarted").map(({ revision }) => revision);
    expect(ofType(journal, "GraphBound").map(({ slug, revision }) => `${slug}@${revision}`)).toContain(
      "leaf@1",
    );
    expect(said).toEqual([undefined, undefined, 3, undefined]);
  });

  it("does so for each item of a map, in each round of a loop, and in an inline graph", () => {
    const inner = graphOf({ slug: "inner", nodes: { go: pin(2) } });
    const nodes = {
      each: { kind: "map", over: "[1, 2]", body: pin(2) },
      again: { kind: "loop", maxIterations: 2, while: "index < 2", body: pin(2) },
      box: { kind: "subworkflow", graph: inner },
    };
    const outcome = run({ nodes }, { world: world({}) });
    expect(ending(outcome)).toBe("succeeded");
    expect(ranIn(outcome).filter((name) => name.startsWith("leaf"))).toEqual(Array(5).fill("leaf@2"));
  });

  it("hands the revision to a detached start", () => {
    const outcome = run({ nodes: { go: pin(2, { detached: true }) } }, { world: world({}) });
    const [start] = outcome.calls.map(({ call }) => call.input);
    expect(start).toMatchObject({ workflow: "leaf", revision: 2 });
    expect(start).not.toHaveProperty("graph");
  });

  it.each([
    [{ workflow: "leaf", revision: 9 }, 'There is no revision 9 of workflow "leaf"; the latest is 3.'],
    [{ workflow: "nowhere", revision: 1 }, 'There is no published workflow "nowhere".'],
  ])("fails for good where there is no such revision, and says what there is: %j", (call, message) => {
    const recovery = [{ do: "retry", maxAttempts: 3 }];
    const nodes = { go: { kind: "subworkflow", ...call, recovery } };
    const outcome = run({ nodes }, { world: world({}) });
    expect(ending(outcome)).toBe("failed:WorkflowUnknown");
    expect(outcome.tree.runs[0]?.failure).toMatchObject({ message, retryable: false });
    expect(outcome.tree.runs).toHaveLength(1);
  });

  it("means a published revision also in a draft of the same workflow, which is what it means by its slug", () => {
    const nodes = {
      old: { kind: "subworkflow", workflow: "test", revision: 1, input: { once: true } },
      none: {
        kind: "subworkflow",
        workflow: "test",
        revision: 7,
        recovery: [{ do: "degrade", output: "none" }],
      },
      end: { kind: "end", output: "= [nodes.old.output, nodes.none.output]" },
    };
    const edges = ["old", "none"].map((source) => ({ source, target: "end" }));
    const graph = bindTrial(graphOf({ nodes, edges }), {});
    const workflows = { test: graph, "test@1": says("test", 1) };
    const outcome = run({ nodes }, { graph, world: world(workflows) } as object);
    expect(output(outcome)).toEqual([1, "none"]);
    expect(JSON.stringify(outcome.journal)).toContain('There is no revision 7 of workflow \\"test\\".');
  });

  it("is no part of what a ladder puts in its place", () => {
    const refuses = { nodes: { no: { kind: "fail", message: "no" } } };
    const workflows = { "leaf@2": says("leaf", 2, refuses), spare: says("spare", 5) };
    const recovery = [{ do: "fallback", workflow: "spare" }];
    const outcome = run({ nodes: { go: pin(2, { recovery }) } }, { world: world(workflows) });
    expect(ending(outcome)).toBe("succeeded");
    expect(ranIn(outcome)).toEqual(["leaf@2", "spare@5"]);
  });

  it("keeps what a key was visited with apart from other revisions", () => {
    const once = { once: "'a'" };
    const nodes = {
      old: pin(2, once),
      same: pin(2, once),
      latest: { kind: "subworkflow", workflow: "leaf", ...once },
    };
    const edges = [
      { source: "old", target: "same" },
      { source: "same", target: "latest" },
    ];
    const outcome = run({ nodes, edges }, { world: world({}) });
    expect(ofType(outcome.journal, "ReferenceTaken").map(({ node, key }) => [node, key])).toEqual([
      ["same", "leaf@2:a"],
    ]);
    expect(outcome.tree.runs).toHaveLength(3);
  });

  it("is held to the input schema of the revision that it names, also of its own workflow", () => {
    const strict = { inputSchema: { type: "object", required: ["n"] } };
    const workflows = { "test@1": says("test", 1, strict) };
    const nodes = { go: { kind: "subworkflow", workflow: "test", revision: 1, input: {} } };
    const outcome = run({ nodes }, { world: world(workflows), input: { other: 1 } });
    expect(outcome.tree.runs[0]?.failure?.code).toBe("InputInvalid");
  });

  it("gives the same journal in worlds where its owner dies, and a pinned call of oneself still counts as a cycle", () => {
    const nodes = {
      each: { kind: "map", over: "[1, 2, 3]", body: pin(2, { input: { n: "= item" } }) },
      work: { kind: "task", task: "echo" },
      last: pin(3),
    };
    const edges = [
      { source: "each", target: "work" },
      { source: "work", target: "last" },
    ];
    for (let seed = 1; seed <= 30; seed++) {
      const outcome = run({ nodes, edges }, { world: world({}), seed, crashRate: 0.3, commitLag: 0.5 });
      expect(ending(outcome)).toBe("succeeded");
      expect(ofType(outcome.journal, "RunStarted")).toHaveLength(5);
      expect(ranIn(outcome)).toEqual(["leaf@2", "leaf@2", "leaf@2", "leaf@3"]);
    }
    const back = { nodes: { go: { kind: "subworkflow", workflow: "test", input: "= input" } } };
    const workflows = {
      test: boundOf({
        nodes: { go: { kind: "subworkflow", workflow: "test", revision: 1, input: "= input" } },
      }),
      "test@1": bindGraph(graphOf(back), { slug: "test", revision: 1 }),
    };
    const own = { nodes: { go: { kind: "subworkflow", workflow: "test", revision: 1, input: "= input" } } };
    const circle = run(own, { world: world(workflows), input: { n: 1 } });
    expect(circle.tree.runs[0]?.failure?.code).toBe("RecursionCycleDetected");
  });
});

describe.each(["leaf@2", "leaf@x", "leaf@99999999999"])(
  "what takes the place of work, named %s",
  (workflow) => {
    const refuse = { kind: "task", task: "refuse" };

    it("is unknown as a fallback, and starts no revision", () => {
      const nodes = { go: { ...refuse, recovery: [{ do: "fallback", workflow }] } };
      const outcome = run({ nodes }, { world: world({}) });
      expect(outcome.tree.runs[0]?.failure).toMatchObject({
        code: "WorkflowUnknown",
        message: `There is no published workflow "${workflow}".`,
      });
      expect(ranIn(outcome)).toEqual([]);
    });

    it("is unknown as a replacement of a child that escalates", () => {
      const inner = graphOf({ slug: "inner", nodes: { go: { ...refuse, recovery: [{ do: "escalate" }] } } });
      const onEscalation = [{ choose: "replaceChild", workflow }];
      const nodes = { go: { kind: "subworkflow", graph: inner, onEscalation } };
      const outcome = run({ nodes }, { world: world({}) });
      expect(ending(outcome)).toBe("failed:WorkflowUnknown");
      expect(ranIn(outcome)).not.toContain("leaf@2");
    });

    it("is unknown as a compensation, which waits for a person", () => {
      const nodes = {
        a: { kind: "task", task: "echo", compensate: { workflow } },
        b: { kind: "task", task: "refuse" },
      };
      const outcome = run({ nodes, edges: [{ source: "a", target: "b" }] }, { world: world({}) });
      expect(JSON.stringify(outcome.journal)).toContain("WorkflowUnknown");
      expect(ranIn(outcome)).not.toContain("leaf@2");
    });
  },
);

describe("the check of a pinned call", () => {
  const problemsOf = (call: object, more: object = {}) =>
    validateGraph({
      schemaVersion: 1,
      slug: "test",
      name: "Test",
      nodes: { go: { kind: "subworkflow", ...call } },
      edges: [],
      ...more,
    }).problems.map(({ code, path }) => `${code} ${path}`);

  it("refuses a revision of self and of an inline graph, and numbers that none can have", () => {
    expect(problemsOf({ workflow: "leaf", revision: 2 })).toEqual([]);
    expect(problemsOf({ workflow: "self", revision: 2, once: "1" })).toEqual(["G026 /nodes/go/revision"]);
    const graph = graphOf({ slug: "inner", nodes: { end: { kind: "end" } } });
    expect(problemsOf({ graph, revision: 2 })).toEqual(["G026 /nodes/go/revision"]);
    for (const revision of [0, -1, 1.5, "2", 2 ** 31])
      expect(problemsOf({ workflow: "leaf", revision })).toEqual(["G005 /nodes/go/revision"]);
  });

  it("finds it in what repeats", () => {
    const nodes = {
      each: { kind: "map", over: "[1]", body: { kind: "subworkflow", workflow: "self", revision: 1 } },
    };
    expect(problemsOf({}, { nodes })).toEqual(["G026 /nodes/each/body/revision"]);
  });

  it("does not take an earlier revision of the workflow for the workflow itself", () => {
    expect(problemsOf({ workflow: "test" })).toEqual(["R001 /nodes/go/workflow"]);
    expect(problemsOf({ workflow: "test", revision: 1 })).toEqual([]);
  });
});
