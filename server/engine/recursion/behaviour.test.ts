import { describe, expect, it } from "vitest";
import type { BoundGraph } from "../graph/graph.ts";
import { boundOf, ending, ofType, run, WORLD } from "../testing/run-graph.ts";
import type { Json } from "../values/json.ts";

type Loose = Parameters<typeof boundOf>[0];
type Program = {
  readonly main: Loose;
  readonly others?: Readonly<Record<string, Loose>>;
  readonly input: Json;
  readonly tasks?: typeof WORLD.tasks;
};

const LIMITS = { maxDepth: 40, maxRuns: 400 };

function outcomeOf({ main, others = {}, input, tasks = {} }: Program, limits: object = {}) {
  const bound: Record<string, BoundGraph> = {};
  for (const [slug, parts] of Object.entries(others)) bound[slug] = boundOf({ ...parts, slug });
  bound["main"] = boundOf({ slug: "main", ...main });
  const world = { ...WORLD, tasks: { ...WORLD.tasks, ...tasks }, workflows: bound };
  return run({ slug: "main", limits: { ...LIMITS, ...limits }, ...main }, { input, world });
}

const call = (input: object | string | undefined, workflow = "self", more: object = {}) => ({
  kind: "subworkflow",
  workflow,
  ...(input === undefined ? {} : { input }),
  ...more,
});
/** Goes on with `go` while a condition holds. */
const whileTrue = (when: string, go: object, before: Record<string, unknown> = {}): Loose => {
  const first = Object.keys(before);
  const ids = [...first, "d"];
  return {
    nodes: {
      ...before,
      d: { kind: "decision", cases: [{ port: "on", when }], default: "off" },
      go,
      stop: END,
    },
    edges: [
      ...ids.slice(1).map((target, i) => ({ source: ids[i], target })),
      { source: "d", target: "go", port: "on" },
      { source: "d", target: "stop", port: "off" },
    ],
  };
};
const END = { kind: "end", output: "done" };
const mapped = (over: string, body: object): Loose => ({ nodes: { m: { kind: "map", over, body } } });
const only = (go: object): Loose => ({ nodes: { go } });
const fixed = (output: (input: Json) => Json) => ({ durationMs: [1, 1] as const, output });
const at = (input: Json, key: string) => (input as Readonly<Record<string, Json>>)[key] as never;

const TASK = "Please check the licences of all packages that we ship.";
const CYCLE = "RecursionCycleDetected";
const STALLED = "RecursionStalled";

const CAUGHT: readonly (readonly [string, string, Program])[] = [
  ["exactly itself", CYCLE, { main: only(call({ q: "= input.q" })), input: { q: 1 } }],
  ["exactly itself with the whole input", CYCLE, { main: only(call("= input")), input: { q: 1 } }],
  [
    "A → B → A, exactly",
    CYCLE,
    { main: only(call("= input", "b")), others: { b: only(call("= input", "main")) }, input: { q: 1 } },
  ],
  [
    "A → B → C → A, exactly",
    CYCLE,
    {
      main: only(call("= input", "b")),
      others: { b: only(call("= input", "c")), c: only(call("= input", "main")) },
      input: { q: 1 },
    },
  ],
  [
    "exactly, but for a key that the call ignores",
    CYCLE,
    {
      main: only(call({ q: "= input.q", at: "= input.at + 1" }, "self", { cycleIgnore: ["at"] })),
      input: { q: 1, at: 0 },
    },
  ],
  [
    "a measure that does not fall",
    STALLED,
    { main: only(call({ n: "= input.n + 1" }, "self", { measure: "input.n" })), input: { n: 1 } },
  ],
  [
    "work handed on with a counter of hops that nobody reads",
    STALLED,
    { main: only(call({ q: "= input.q", hops: "= input.hops + 1" })), input: { q: TASK, hops: 0 } },
  ],
  [
    "a counter that falls and that nobody reads",
    STALLED,
    { main: only(call({ n: "= input.n - 1" })), input: { n: 9 } },
  ],
  [
    "work handed on under a condition that it never changes",
    STALLED,
    {
      main: whileTrue("input.open", call({ open: "= input.open", seen: "= input.seen + 1" })),
      input: { open: true, seen: 0 },
    },
  ],
  [
    "ping-pong of two with a counter of turns",
    CYCLE,
    {
      main: only(call({ ask: "= input.ask", turn: "= input.turn + 1" }, "b")),
      others: { b: only(call({ ask: "= input.ask", turn: "= input.turn + 1" }, "main")) },
      input: { ask: TASK, turn: 0 },
    },
  ],
  [
    "ping-pong of two that put the work in their own words",
    CYCLE,
    {
      main: only(call({ review: "= 'Review this: ' + input.ask", turn: "= input.turn + 1" }, "b")),
      others: { b: only(call({ ask: TASK, turn: "= input.turn + 1" }, "main")) },
      input: { ask: TASK, turn: 0 },
    },
  ],
  [
    "a round of three with a number of its own each time",
    CYCLE,
    {
      main: only(call({ a: "= input.a", request: "= input.request + 'x'" }, "b")),
      others: {
        b: only(call({ b: "= input.a", a: "= input.a", request: "= input.request + 'x'" }, "c")),
        c: only(call({ a: "= input.a", request: "= input.request + 'x'" }, "main")),
      },
      input: { a: "plan", request: "r" },
    },
  ],
  [
    "a task handed on politely, a word more each time",
    STALLED,
    {
      main: whileTrue("input.ask != ''", call({ ask: "= 'Please: ' + input.ask" })),
      input: { ask: TASK },
    },
  ],
  [
    "a task that is forwarded as it is, by map",
    STALLED,
    {
      main: mapped("= [input.ask]", call({ ask: "= 'Fwd: ' + item" })),
      input: { ask: TASK },
    },
  ],
  [
    "a whole input that a task reads, with another trace id each time",
    STALLED,
    {
      main: {
        nodes: {
          t: { kind: "task", task: "echo", input: "= input" },
          go: call({ q: "= input.q", traceId: "= input.traceId + 'x'" }),
        },
        edges: [{ source: "t", target: "go" }],
      },
      input: { q: 1, traceId: "t" },
    },
  ],
];

const down = (key = "n") => ({ [key]: `= input.${key} - 1` });

const LEGAL: readonly (readonly [string, Program])[] = [
  ["countdown", { main: whileTrue("input.n > 0", call(down())), input: { n: 30 } }],
  [
    "countdown beside a long task that stays",
    {
      main: whileTrue("input.n > 0", call({ ...down(), ask: "= input.ask" })),
      input: { n: 30, ask: TASK },
    },
  ],
  [
    "count up to a bound in the graph",
    {
      main: whileTrue("input.level < 20", call({ level: "= input.level + 1", topic: "= input.topic" })),
      input: { level: 0, topic: TASK },
    },
  ],
  [
    "count up to a bound in the input",
    {
      main: whileTrue("input.i < input.of", call({ i: "= input.i + 1", of: "= input.of" })),
      input: { i: 0, of: 25 },
    },
  ],
  [
    "mutual recursion with a falling measure",
    {
      main: whileTrue("input.n > 0", call(down(), "odd")),
      others: { odd: whileTrue("input.n > 0", call(down(), "main")) },
      input: { n: 24 },
    },
  ],
  [
    "mutual recursion that one of the two ends, under another name",
    {
      main: only(call({ m: "= input.n" }, "judge")),
      others: { judge: whileTrue("input.m > 0", call({ n: "= input.m - 1" }, "main")) },
      input: { n: 12 },
    },
  ],
  [
    "three that take turns and fall",
    {
      main: whileTrue("input.n > 0", call(down(), "b")),
      others: { b: only(call({ n: "= input.n" }, "c")), c: only(call({ n: "= input.n" }, "main")) },
      input: { n: 10 },
    },
  ],
  [
    "divide and conquer",
    {
      main: mapped(
        "= input.to - input.from > 1 ? [0, 1] : []",
        call({
          from: "= index == 0 ? input.from : int((input.from + input.to) / 2)",
          to: "= index == 0 ? int((input.from + input.to) / 2) : input.to",
        }),
      ),
      input: { from: 0, to: 32 },
    },
  ],
  [
    "a walk over a tree of folders",
    {
      main: mapped("= input.children", call("= item")),
      input: {
        children: [{ children: [{ children: [{ children: [{ children: [] }] }] }] }, { children: [] }],
      },
    },
  ],
  [
    "equal folders inside each other",
    {
      main: mapped("= input.children", call({ name: "src", children: "= item.children" })),
      input: { name: "src", children: [{ children: [{ children: [{ children: [{ children: [] }] }] }] }] },
    },
  ],
  [
    "a crawl over distinct pages whose texts are alike",
    {
      main: whileTrue("nodes.t.output.next != ''", call({ url: "= nodes.t.output.next" }), {
        t: { kind: "task", task: "page", input: { url: "= input.url" } },
      }),
      tasks: {
        page: fixed((input) => {
          const n = Number(String(at(input, "url")).split("/").at(-1));
          return { next: n < 12 ? `https://example.com/page/${n + 1}` : "" };
        }),
      },
      input: { url: "https://example.com/page/0" },
    },
  ],
  [
    "a linked list of requests by id",
    {
      main: whileTrue(
        "nodes.t.output.next > 0",
        call({ requestId: "= nodes.t.output.next", kind: "refund" }),
        {
          t: { kind: "task", task: "next", input: "= input" },
        },
      ),
      tasks: { next: fixed((input) => ({ next: Number(at(input, "requestId")) - 1 })) },
      input: { requestId: 12, kind: "refund" },
    },
  ],
  [
    "a dependency audit: name and version, until nothing depends on more",
    {
      main: {
        nodes: {
          t: { kind: "task", task: "deps", input: { name: "= input.name" } },
          m: { kind: "map", over: "= nodes.t.output", body: call({ name: "= item", root: "= input.root" }) },
        },
        edges: [{ source: "t", target: "m" }],
      },
      tasks: {
        deps: fixed((input) => {
          const n = Number(String(at(input, "name")).slice(3));
          return n < 8 ? [`pkg${n + 1}`] : [];
        }),
      },
      input: { name: "pkg0", root: "app" },
    },
  ],
  [
    "a digest of digests: fewer texts each time",
    {
      main: whileTrue(
        "size(input.texts) > 1",
        call({ texts: "= range(size(input.texts) - 1).map(i, input.texts[int(i) + 1])" }),
      ),
      input: { texts: ["a b c d e", "a b c d e", "a b c d e", "a b c d e", "a b c d e", "a b c d e"] },
    },
  ],
  [
    "research: a question that narrows, though most words stay",
    {
      main: whileTrue(
        "size(input.open) > 0",
        call({
          question: "= 'What does the licence say about ' + input.open[0]",
          open: "= range(size(input.open) - 1).map(i, input.open[int(i) + 1])",
        }),
      ),
      input: {
        question: "What does the licence say",
        open: ["use", "copies", "patents", "marks", "fees", "end"],
      },
    },
  ],
  [
    "the same question, once for each number",
    {
      main: whileTrue(
        "input.n < 9",
        call({ ask: "= 'Summarise the chapter with number ' + string(input.n)", n: "= input.n + 1" }),
      ),
      input: { ask: "Summarise the chapter with number 0", n: 0 },
    },
  ],
  [
    "the end is its own depth",
    {
      main: whileTrue("run.depth < 12", call({ q: "= input.q", path: "= input.path + '/x'" })),
      input: { q: TASK, path: "" },
    },
  ],
  [
    "the end is what is left of the tree",
    {
      main: whileTrue("tree.remaining.depth > 25", call({ q: "= input.q", path: "= input.path + '/x'" })),
      input: { q: TASK, path: "" },
    },
  ],
  [
    "a task decides, by a level that no condition reads",
    {
      main: whileTrue("nodes.t.output.more", call({ topic: "= input.topic", level: "= input.level + 1" }), {
        t: { kind: "task", task: "decide", input: { level: "= input.level" } },
      }),
      tasks: { decide: fixed((input) => ({ more: Number(at(input, "level")) < 12 })) },
      input: { topic: TASK, level: 0 },
    },
  ],
  [
    "a helper workflow decides, by a level that it is given",
    {
      main: whileTrue("nodes.h.output", call({ topic: "= input.topic", level: "= input.level + 1" }), {
        h: call({ level: "= input.level" }, "helper"),
      }),
      others: { helper: { nodes: { e: { kind: "end", output: "= input.level < 12" } } } },
      input: { topic: TASK, level: 0 },
    },
  ],
  [
    "a task that is given no input reads the whole of it",
    {
      main: whileTrue("nodes.t.output.more", call({ topic: "= input.topic", level: "= input.level + 1" }), {
        t: { kind: "task", task: "decide" },
      }),
      tasks: { decide: fixed((input) => ({ more: Number(at(input, "level")) < 12 })) },
      input: { topic: TASK, level: 0 },
    },
  ],
  [
    "expressions that only their signs tell apart",
    {
      main: whileTrue(
        "size(input.left) > 0",
        call({
          sum: "= input.left[0]",
          left: "= range(size(input.left) - 1).map(i, input.left[int(i) + 1])",
        }),
      ),
      input: {
        sum: "a + b + c + d",
        left: ["a - b - c - d", "a * b * c * d", "(a) + b + c + d", "a + b + (c) + d"],
      },
    },
  ],
  [
    "ten workflows that hand one task down a line of command",
    {
      main: only(call("= input", "w1")),
      others: Object.fromEntries(
        Array.from({ length: 10 }, (_, i) => [
          `w${i + 1}`,
          i < 9 ? only(call("= input", `w${i + 2}`)) : { nodes: { e: END } },
        ]),
      ),
      input: { ask: TASK },
    },
  ],
  [
    "a declared measure that falls says that it gets on",
    {
      main: {
        nodes: {
          t: { kind: "task", task: "queue", input: "none" },
          d: { kind: "decision", cases: [{ port: "on", when: "nodes.t.output > 0" }], default: "off" },
          go: call({ note: "= input.note + 'x'" }, "self", { measure: "nodes.t.output" }),
          stop: END,
        },
        edges: [
          { source: "t", target: "d" },
          { source: "d", target: "go", port: "on" },
          { source: "d", target: "stop", port: "off" },
        ],
      },
      tasks: {
        queue: {
          durationMs: [1, 1] as const,
          output: (_: Json, { depth }: { readonly depth: number }) => 8 - depth,
        },
      },
      input: { note: "" },
    },
  ],
];

describe("a recursion that does not get on", () => {
  it.each(CAUGHT)("is stopped: %s", (_, code, program) => {
    const outcome = outcomeOf(program);
    expect(ending(outcome)).toBe(`failed:${code}`);
    expect(outcome.tree.counts.deepest).toBeLessThan(13);
  });

  it.each(CAUGHT.slice(6))("is told one round before: %s", (_, __, program) => {
    const { journal } = outcomeOf(program);
    expect(ofType(journal, "CycleSuspected").at(-1)).toMatchObject({ times: 3 });
    expect(ofType(journal, "CycleDetected")).toMatchObject([{ times: 4 }]);
  });

  it("names the runs, the way, and what nobody reads", () => {
    const [, , pingPong] = CAUGHT[9] as (typeof CAUGHT)[number];
    const { tree } = outcomeOf(pingPong);
    expect(tree.runs[0]?.failure).toMatchObject({
      class: "cycle",
      details: { pattern: "pingPong", period: 2, times: 4 },
    });
    expect(tree.runs[0]?.failure?.message).toMatch(
      /main → b → main.*No workflow on the way reads ask, turn, except/s,
    );
  });

  it("ends its node with the finding where the call reports cycles", () => {
    const main = only(call({ q: "= input.q", hops: "= input.hops + 1" }, "self", { onCycle: "report" }));
    const outcome = outcomeOf({ main, input: { q: 1, hops: 0 } });
    expect(ending(outcome)).toBe("succeeded");
    expect(outcome.tree.counts.deepest).toBe(2);
    expect(JSON.stringify(outcome.tree.runs)).toContain('"code":"RecursionStalled"');
  });

  it("goes as deep as it may where cycle detection is off", () => {
    const [, , program] = CAUGHT[6] as (typeof CAUGHT)[number];
    expect(ending(outcomeOf(program, { cycleDetection: false }))).toBe("failed:RecursionLimitExceeded");
  });
});

describe("a recursion that gets on", () => {
  it.each(LEGAL)("is let through: %s", (_, program) => {
    const outcome = outcomeOf(program);
    expect(ending(outcome)).toBe("succeeded");
    expect(ofType(outcome.journal, "CycleSuspected")).toEqual([]);
    // Guards against programs that do not recurse.
    expect(outcome.tree.counts.deepest).toBeGreaterThan(2);
  });
});
