import { describe, expect, it } from "vitest";
import { chain, graphOf, ofType, run } from "../testing/run-graph.ts";

const LONG = 50_000;
const fails = (message: string) =>
  run({ nodes: { no: { kind: "fail", message: "= input.message" } } }, { input: { message } }).tree.runs[0]
    ?.failure?.message ?? "";

const children = (call: object) => ({
  nodes: {
    kids: {
      kind: "map",
      over: "= input.names",
      join: "allSettled",
      body: { kind: "subworkflow", input: "= item", ...call },
    },
    out: { kind: "end", output: "= nodes.kids.output" },
  },
  edges: chain("kids", "out"),
});
const leaf = graphOf({ slug: "leaf", nodes: { a: { kind: "transform", output: "= input" } } });

describe("a text that people wrote", () => {
  it("is kept as a child's label up to 200 characters, and clipped after", () => {
    const names = ["a".repeat(200), "b".repeat(LONG)];
    const { tree } = run(children({ graph: leaf, label: "= item" }), { input: { names } });
    expect(tree.runs.slice(1).map((each) => each.label)).toEqual([names[0], `${"b".repeat(199)}…`]);
  });

  it("is kept as a failure's message up to 2,000 characters, and clipped after", () => {
    expect(fails("a".repeat(2_000))).toBe("a".repeat(2_000));
    expect(fails("b".repeat(LONG))).toBe(`${"b".repeat(1_999)}…`);
  });

  it("is never clipped in the middle of a character", () => {
    const clipped = fails(`${"a".repeat(1_998)}${"🌳".repeat(10)}`);
    expect(clipped).toBe(`${"a".repeat(1_998)}…`);
  });
});

describe("a long message of a task", () => {
  it.each([{ retry: { maxAttempts: 2, initialMs: 1 } }, { timeoutMs: 60_000 }])(
    "is clipped in every event that says it (%j)",
    (fields) => {
      const text = "= input.text";
      const message = { kind: "fail", message: text };
      const inner = graphOf({ slug: "inner", nodes: { no: message } });
      const outcome = run(
        {
          nodes: {
            item: {
              kind: "map",
              over: "= [input]",
              join: "allSettled",
              body: { kind: "subworkflow", graph: inner },
            },
            task: { kind: "task", task: "loud", ...fields },
          },
        },
        {
          input: { text: "x".repeat(LONG) },
          world: { tasks: { loud: { durationMs: [1, 1], failureRate: 1, message: "y".repeat(LONG) } } },
        },
      );
      const told = outcome.journal.flatMap((event) => ("failure" in event ? [event] : []));
      expect(new Set(told.map((event) => event.type))).toEqual(
        new Set(["AttemptFailed", "NodeFailed", "RunFailed", "ItemFailed"]),
      );
      for (const { failure } of told) expect(failure.message.length).toBe(2_000);
    },
  );
});

describe("a once key", () => {
  const once = (names: readonly string[]) =>
    run(children({ graph: leaf, once: "item" }), { input: { names: [...names] } });

  it("that is long still tells one from another, and finds itself again", () => {
    const same = "k".repeat(LONG);
    const outcome = once([`${same}1`, `${same}2`, `${same}1`]);
    expect(outcome.tree.runs).toHaveLength(3);
    const [taken] = ofType(outcome.journal, "ReferenceTaken");
    expect(taken).toMatchObject({ item: 2, target: 1 });
    expect(taken?.key).toMatch(/^test:k{395}…[0-9a-f]{64}$/);
    expect(Math.max(...Object.keys(outcome.tree.once).map((key) => key.length))).toBe(465);
  });

  it("of 500 characters is kept as it is", () => {
    const key = "k".repeat(500 - "test:".length);
    expect(Object.keys(once([key]).tree.once)).toEqual([`test:${key}`]);
  });
});
