import { describe, expect, it } from "vitest";
import { begin, chain, ending, ofType, output, run } from "../testing/run-graph.ts";

const t = (value: unknown) => ({ kind: "transform", output: value });

describe("a run", () => {
  it("passes values down a chain of tasks and transforms", () => {
    const outcome = run(
      {
        nodes: {
          a: { kind: "task", task: "echo", input: { n: "= input.n" } },
          b: t({ n: "= nodes.a.output.n + 1" }),
          c: { kind: "task", task: "pure" },
        },
        edges: chain("a", "b", "c"),
      },
      { input: { n: 1 } },
    );
    expect(output(outcome)).toEqual({ n: 2 });
  });

  it("gives the output of its only end, the outputs by name where several end, and null where none was reached", () => {
    const nodes = { a: t(1), b: { kind: "end", output: "x" }, c: { kind: "end", output: "y" } };
    const edges = [
      { source: "a", target: "b" },
      { source: "a", target: "c", when: "input.both" },
    ];
    expect(output(run({ nodes, edges }, { input: { both: false } }))).toBe("x");
    expect(output(run({ nodes, edges }, { input: { both: true } }))).toEqual({ b: "x", c: "y" });
    expect(
      output(
        run({ nodes: { a: t(1), b: { kind: "end" } }, edges: [{ source: "a", target: "b", when: "false" }] }),
      ),
    ).toBe(null);
  });

  it("gives the outputs of its last nodes where it has no end", () => {
    expect(output(run({ nodes: { a: t(1) } }))).toBe(1);
    expect(output(run({ nodes: { a: t(1), b: t(2) } }))).toEqual({ a: 1, b: 2 });
  });

  it("hands an end without an output what reaches it", () => {
    expect(output(run({ nodes: { a: t({ x: 1 }), z: { kind: "end" } }, edges: chain("a", "z") }))).toEqual({
      x: 1,
    });
  });

  it("merges edge mappings over a node's input in edge order", () => {
    const nodes = { a: t(1), b: t(2), c: { kind: "task", task: "pure", input: { k: 0, own: true } } };
    const edges = [
      { source: "a", target: "c", mapping: { k: "= nodes.a.output", a: 1 } },
      { source: "b", target: "c", mapping: { k: "= nodes.b.output" } },
    ];
    expect(output(run({ nodes, edges }))).toEqual({ k: 2, own: true, a: 1 });
  });

  it("fails with the node and the expression when one cannot be evaluated", () => {
    const outcome = run({ nodes: { a: t("= input.missing.field") } }, { input: { here: 1 } });
    expect(ending(outcome)).toBe("failed:ExpressionFailed");
    expect(outcome.tree.runs[0]?.failure?.message).toMatch(/^node a, output: .*input\.missing.*here/);
  });

  it("fails with TaskUnknown when a task is not registered", () => {
    expect(ending(run({ nodes: { a: { kind: "task", task: "nowhere" } } }))).toBe("failed:TaskUnknown");
  });

  it("ends in the stated failure of a fail node and stops what runs beside it", () => {
    const outcome = run(
      {
        nodes: {
          slow: { kind: "wait", durationMs: 60_000 },
          no: { kind: "fail", code: "Refused", message: "= 'no ' + input.why" },
        },
      },
      { input: { why: "way" } },
    );
    expect(ending(outcome)).toBe("failed:Refused");
    expect(outcome.tree.runs[0]?.failure?.message).toBe("no way");
    expect(outcome.endedAt).toBe(0);
  });
});

describe("a decision", () => {
  const nodes = {
    d: {
      kind: "decision",
      cases: [
        { port: "big", when: "input.n > 10" },
        { port: "mid", when: "input.n > 5" },
      ],
      default: "small",
    },
    a: t("big"),
    b: t("mid"),
    c: t("small"),
  };
  const edges = [
    { source: "d", target: "a", port: "big" },
    { source: "d", target: "b", port: "mid" },
    { source: "d", target: "c", port: "small" },
  ];

  it.each([
    [11, "big"],
    [7, "mid"],
    [1, "small"],
  ])("takes the first case that holds for %i: %s", (n, port) => {
    expect(output(run({ nodes, edges }, { input: { n } }))).toEqual(port);
  });

  it("fails when no case holds and it has no default", () => {
    const { default: _, ...bare } = nodes.d;
    expect(ending(run({ nodes: { ...nodes, d: bare }, edges: edges.slice(0, 2) }, { input: { n: 1 } }))).toBe(
      "failed:NoCaseHolds",
    );
  });

  it("skips nodes whose incoming edges were all not taken, and skips propagate", () => {
    const outcome = run(
      { nodes: { ...nodes, after: t("after big") }, edges: [...edges, { source: "a", target: "after" }] },
      { input: { n: 1 } },
    );
    expect(ofType(outcome.journal, "NodeSkipped").map((event) => event.node)).toEqual(["a", "b", "after"]);
    expect(ending(outcome)).toBe("succeeded");
  });
});

describe("a join", () => {
  const waits = {
    x: { kind: "wait", durationMs: 10 },
    y: { kind: "wait", durationMs: 20 },
    z: { kind: "wait", durationMs: 30 },
  };
  const edges = ["x", "y", "z"].map((source) => ({ source, target: "j" }));
  const startOf = (join: unknown) => {
    const outcome = run({ nodes: { ...waits, j: { ...t("= 1"), join } }, edges });
    return ofType(outcome.journal, "NodeCompleted").find((event) => event.node === "j")?.at;
  };

  it.each([
    ["all", 30],
    ["any", 10],
    [{ n: 2 }, 20],
  ])("%j starts at %i ms", (join, at) => {
    expect(startOf(join)).toBe(at);
  });

  it("that can no longer be reached skips its node", () => {
    const outcome = run({
      nodes: { a: t(1), b: t(2), j: { ...t(3), join: { n: 2 } } },
      edges: [
        { source: "a", target: "j" },
        { source: "b", target: "j", when: "false" },
      ],
    });
    expect(ofType(outcome.journal, "NodeSkipped").map((event) => event.node)).toEqual(["j"]);
  });

  it("starts its node once, however many edges are taken later", () => {
    const outcome = run({ nodes: { ...waits, j: { kind: "task", task: "echo", join: "any" } }, edges });
    expect(outcome.calls).toHaveLength(1);
  });
});

describe("a wait", () => {
  it("takes milliseconds, an expression, or an instant", () => {
    const endOf = (wait: object) =>
      run({ nodes: { w: { kind: "wait", ...wait } } }, { input: { ms: 70 } }).endedAt;
    expect(endOf({ durationMs: 50 })).toBe(50);
    expect(endOf({ durationMs: "= input.ms" })).toBe(70);
    expect(endOf({ until: "1970-01-01T00:00:01+00:00" })).toBe(1_000);
    expect(endOf({ until: "1970-01-01T01:00:01+01:00" })).toBe(1_000);
  });

  it("fails on what is no duration and no instant", () => {
    expect(ending(run({ nodes: { w: { kind: "wait", durationMs: "= 'soon'" } } }))).toBe(
      "failed:ExpressionFailed",
    );
    expect(ending(run({ nodes: { w: { kind: "wait", until: "= '2026-02-30T00:00:00Z'" } } }))).toBe(
      "failed:ExpressionFailed",
    );
    // An instant that no database can store would take the whole tree down with it.
    expect(ending(run({ nodes: { w: { kind: "wait", durationMs: "= 1.0e300" } } }))).toBe(
      "failed:ExpressionFailed",
    );
  });
});

describe("a map", () => {
  const map = (fields: object, input: object = {}) =>
    run(
      { nodes: { m: { kind: "map", over: "= input.list", ...fields } } },
      { input: { list: [1, 2, 3], ...input } },
    );
  const task = (name: string) => ({ kind: "task", task: name, retry: { maxAttempts: 1 } });

  it("gives the outputs of its items in order", () => {
    expect(output(map({ body: { kind: "transform", output: { v: "= item * 2", i: "= index" } } }))).toEqual([
      { v: 2, i: 0 },
      { v: 4, i: 1 },
      { v: 6, i: 2 },
    ]);
    expect(output(map({ body: task("echo") }))).toEqual([1, 2, 3]);
  });

  it("over an empty list completes at once; any and n cannot", () => {
    expect(output(map({ body: task("echo") }, { list: [] }))).toEqual([]);
    expect(ending(map({ body: task("echo"), join: "any" }, { list: [] }))).toBe("failed:JoinUnreachable");
  });

  it("over something that is no list fails and says so", () => {
    expect(ending(map({ body: task("echo") }, { list: "abc" }))).toBe("failed:ExpressionFailed");
  });

  it("keeps to maxConcurrent", () => {
    expect(map({ body: task("echo"), maxConcurrent: 1 }).endedAt).toBe(30);
    expect(map({ body: task("echo"), maxConcurrent: 2 }).endedAt).toBe(20);
    expect(map({ body: task("echo") }).endedAt).toBe(10);
  });

  const odd = {
    kind: "subworkflow",
    graph: {
      schemaVersion: 1,
      slug: "odd",
      name: "Odd",
      nodes: {
        d: { kind: "decision", cases: [{ port: "bad", when: "input == 1" }], default: "good" },
        bad: { kind: "fail", message: "odd" },
        w: { kind: "wait", durationMs: 50 },
      },
      edges: [
        { source: "d", target: "bad", port: "bad" },
        { source: "d", target: "w", port: "good" },
      ],
    },
  };

  it("all: the first failed item fails the map and stops its siblings", () => {
    const outcome = map({ body: odd });
    expect(ending(outcome)).toBe("failed:Failed");
    expect(outcome.endedAt).toBe(0);
    expect(outcome.tree.counts).toMatchObject({ failed: 2, cancelled: 2, running: 0 });
  });

  it("all with onBranchFail wait: the siblings finish first", () => {
    const outcome = map({ body: odd, onBranchFail: "wait" });
    expect(ending(outcome)).toBe("failed:Failed");
    expect(outcome.endedAt).toBe(50);
  });

  it("allSettled: succeeds with one status an item", () => {
    const outcome = map({ body: odd, join: "allSettled" });
    expect(output(outcome)).toMatchObject([
      { status: "failed", failure: { code: "Failed", message: "odd" } },
      { status: "succeeded" },
      { status: "succeeded" },
    ]);
  });

  it("any: the first completed item ends the map and cancels the rest", () => {
    const outcome = map({
      body: {
        kind: "subworkflow",
        graph: {
          schemaVersion: 1,
          slug: "s",
          name: "S",
          nodes: { w: { kind: "wait", durationMs: "= input * 10" }, e: { kind: "end", output: "= input" } },
          edges: chain("w", "e"),
        },
      },
      join: "any",
    });
    expect(output(outcome)).toEqual([1, null, null]);
    expect(outcome.endedAt).toBe(10);
    expect(outcome.tree.counts.cancelled).toBe(2);
  });

  it("hands large items and outputs on by reference", () => {
    const text = "x".repeat(100_000);
    const outcome = run(
      {
        nodes: {
          make: t("= input.list"),
          m: { kind: "map", over: "= nodes.make.output", body: task("pure") },
        },
        edges: chain("make", "m"),
      },
      { input: { list: [text, text, text] } },
    );
    expect(ending(outcome)).toBe("succeeded");
    const bytes = JSON.stringify(outcome.journal.slice(3)).length;
    expect(bytes).toBeLessThan(text.length);
  });
});

describe("a task", () => {
  const one = (fields: object) => run({ nodes: { a: { kind: "task", task: "broken", ...fields } } });

  it("is tried again by its policy, with delays that double up to the cap and shrink by the jitter", () => {
    const outcome = one({ retry: { maxAttempts: 4, initialMs: 100, coefficient: 2, capMs: 150, jitter: 0 } });
    const failed = ofType(outcome.journal, "AttemptFailed");
    expect(failed.map((event) => event.retryAt && event.retryAt - event.at)).toEqual([100, 150, 150, null]);
    expect(ending(outcome)).toBe("failed:TaskFailed");
    expect(outcome.tree.runs[0]?.failure?.details).toMatchObject({ node: "a", attempts: 4 });
  });

  it("is not tried again when its failure cannot pass", () => {
    expect(run({ nodes: { a: { kind: "task", task: "refuse" } } }).calls).toHaveLength(1);
  });

  it.each([
    [Number.NaN, 0],
    [Number.POSITIVE_INFINITY, 31_536_000_000],
    [50, 50],
  ])(
    "whose server asks for a wait of %s ms is tried again at an instant that exists",
    (retryAfterMs, wait) => {
      const simulation = begin({ nodes: { a: { kind: "task", task: "echo", retry: { initialMs: 0 } } } });
      const failure = { class: "task", code: "Busy", message: "busy", retryable: true } as const;
      const place = { run: 0, node: "a", attempt: 1 };
      simulation.send({ type: "attemptFailed", at: 5, ...place, failure, retryAfterMs, jitter: 0 });
      expect(simulation.tree.runs[0]?.nodes?.["a"]).toMatchObject({ status: "retrying", wakeAt: 5 + wait });
    },
  );

  it("keeps one idempotency key over its attempts", () => {
    const keys = one({ retry: { maxAttempts: 3, initialMs: 1 } }).calls.map(
      ({ call }) => call.idempotencyKey,
    );
    expect(keys).toEqual(Array(3).fill("00000000-0000-7000-8000-000000000000:root:a:-:1"));
  });

  it("has its late and repeated answers refused", () => {
    const simulation = begin({
      nodes: { a: { kind: "task", task: "echo" }, w: { kind: "wait", durationMs: 1_000 } },
    });
    simulation.advance();
    const { seq } = simulation.tree;
    simulation.send({ type: "attemptSucceeded", at: 20, run: 0, node: "a", attempt: 1, output: "again" });
    simulation.send({
      type: "attemptSucceeded",
      at: 20,
      run: 0,
      node: "a",
      attempt: 2,
      output: "never started",
    });
    expect(simulation.tree.seq).toBe(seq);
  });
});
