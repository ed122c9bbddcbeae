import { describe, expect, test } from "vitest";
import { bindTrial } from "../graph/trial.ts";
import { boundOf, graphOf } from "../testing/run-graph.ts";
import { firstHandOff } from "./first-hand-off.ts";
import type { Setup } from "./setup.ts";

type Parts = Parameters<typeof graphOf>[0];

function setupOf(parts: Parts, over: Partial<Setup> = {}): Setup {
  return {
    graph: bindTrial(graphOf(parts), {}),
    workflows: {},
    input: { n: 2 },
    seed: 1,
    behaviours: {},
    recorded: {},
    tasks: {},
    agents: [],
    ...over,
  };
}

/** `look` writes what it gave; `more` calls the workflow again while there is something left. */
const withCall = (context: unknown, own: object = {}): Parts => ({
  slug: "down",
  nodes: {
    look: {
      kind: "task",
      task: "look",
      contextUpdates: { notes: "= nodes.look.output.text" },
    },
    more: { kind: "subworkflow", workflow: "self", input: { n: "= input.n - 1.0" }, context },
    end: { kind: "end", output: "= input.n" },
  },
  edges: [
    { source: "look", target: "more", when: "input.n > 0.0" },
    { source: "look", target: "end" },
    { source: "more", target: "end" },
  ],
  context: { values: { goal: "count", secret: { value: "s3cr3t" } }, ...own },
});

const RECORDED = { "root:look": { text: "words ".repeat(500) } };

function fatesOf(told: ReturnType<typeof firstHandOff>) {
  if (told.kind !== "handedOff" || !told.receipt) throw new Error(JSON.stringify(told));
  return Object.fromEntries(told.receipt.diff.map(({ key, change, by }) => [key, { change, by }]));
}

describe("the first hand-off of a node", () => {
  test("tells of every key what becomes of it, by which rule, with what the last run gave before", () => {
    const context = {
      strategy: { type: "selective", include: ["goal", "secret"] },
      rules: [{ name: "hide", actions: { do: "mask", keys: ["secret"] } }],
    };
    const told = firstHandOff(setupOf(withCall(context), { recorded: RECORDED }), "more", null);
    expect(told).toMatchObject({
      kind: "handedOff",
      depth: 1,
      workflow: "down",
      path: "root/more",
      tried: null,
    });
    expect(fatesOf(told)).toMatchObject({
      goal: { change: "inherited" },
      secret: { change: "redacted", by: "hide" },
      notes: { change: "dropped", by: "selective" },
    });
    const line = told.kind === "handedOff" && told.receipt?.diff.find(({ key }) => key === "notes");
    expect(line).toMatchObject({ before: { bytes: 3002 }, after: null });
  });

  test("is the same moment for another strategy", () => {
    const setup = setupOf(withCall({ strategy: { type: "selective", include: ["goal"] } }), {
      recorded: RECORDED,
    });
    const told = firstHandOff(setup, "more", "full");
    if (told.kind !== "handedOff" || !told.receipt || !told.tried || "failure" in told.tried)
      throw new Error(JSON.stringify(told));
    expect(told.tried.before).toEqual(told.receipt.before);
    expect(told.tried).toMatchObject({ strategy: "full", applied: "full" });
    expect(told.tried.after.keys).toBeGreaterThan(told.receipt.after.keys);
  });

  test("is found wherever in the recursion the node is reached first", () => {
    const deep: Parts = {
      slug: "deep",
      nodes: {
        which: { kind: "decision", cases: [{ port: "below", when: "has(input.below)" }], default: "top" },
        first: { kind: "subworkflow", workflow: "self", input: { below: true } },
        second: { kind: "subworkflow", workflow: "leaf", input: {} },
      },
      edges: [
        { source: "which", target: "first", port: "top" },
        { source: "which", target: "second", port: "below" },
      ],
      context: { values: { goal: "g" } },
    };
    const leaf = boundOf({ slug: "leaf", nodes: { end: { kind: "end", output: 1 } } });
    const told = firstHandOff(setupOf(deep, { workflows: { leaf } }), "second", null);
    expect(told).toMatchObject({ kind: "handedOff", depth: 2, workflow: "leaf" });
  });

  test("says why there is none", () => {
    const labelled = withCall("full", {
      values: { task: { value: "t", labels: ["private"] } },
      labels: { private: { maxDepth: 0 } },
    });
    expect(firstHandOff(setupOf(labelled, { recorded: RECORDED }), "more", null)).toMatchObject({
      kind: "failed",
      message: expect.stringContaining("private"),
    });
    expect(
      firstHandOff(setupOf(withCall("full"), { input: { n: 0 }, recorded: RECORDED }), "more", null),
    ).toEqual({
      kind: "unreached",
      why: null,
    });
    expect(firstHandOff(setupOf(withCall("full")), "more", null)).toMatchObject({
      kind: "unreached",
      why: expect.stringMatching(/^look: .*text/),
    });
    const { context: _, ...plain } = withCall("full");
    const look = { kind: "task", task: "look" };
    const bare = {
      ...plain,
      nodes: { ...plain.nodes, look, more: { kind: "subworkflow", workflow: "self", input: { n: 0 } } },
    };
    expect(firstHandOff(setupOf(bare), "more", "full")).toMatchObject({
      kind: "handedOff",
      receipt: null,
      tried: null,
    });
  });
});
