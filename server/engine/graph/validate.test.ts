import { describe, expect, it } from "vitest";
import { GRAPH_CAPS, graphJsonSchema, type Problem } from "./graph.ts";
import { PROBLEMS, type ProblemCode } from "./problems.ts";
import { validateGraph } from "./validate.ts";

type Loose = Record<string, unknown>;

const task = { kind: "task", task: "noop" };
const graph = (nodes: Loose, edges: readonly unknown[] = [], more: Loose = {}): Loose => ({
  schemaVersion: 1,
  slug: "audit",
  name: "Audit",
  nodes,
  edges,
  ...more,
});
const edge = (source: string, target: string, more: Loose = {}): Loose => ({ source, target, ...more });
const decision = { kind: "decision", cases: [{ port: "yes", when: "input.n > 1" }], default: "no" };
const branches = [edge("d", "a", { port: "yes" }), edge("d", "b", { port: "no" })];
const self = (more: Loose = {}): Loose => ({ kind: "subworkflow", workflow: "self", ...more });

const needsName = { type: "object", required: ["name"], properties: { name: { type: "string" } } };
const http = (more: Loose): Loose => graph({ a: { kind: "http", url: "https://example.com", ...more } });
const deeper = [edge("a", "b", { port: "yes" }), edge("a", "c", { port: "no" })];

function problems(input: unknown): readonly Problem[] {
  return validateGraph(input).problems;
}

const SOUND = graph(
  {
    read: {
      ...task,
      input: { name: "= input.name", list: [1, "= size(input.name)"] },
      retry: { maxAttempts: 5 },
    },
    check: { kind: "decision", cases: [{ port: "deep", when: "tree.remaining.depth > 0" }], default: "leaf" },
    children: {
      kind: "map",
      over: "= nodes.read.output.deps",
      body: self({ input: { name: "= item.name" }, label: "= item.name", once: "item.name" }),
      join: "allSettled",
    },
    pause: { kind: "wait", until: "2026-05-01T09:00:00+02:00" },
    done: {
      kind: "end",
      output: { children: "= nodes.children.?output.orValue([])", read: "= nodes.read.output" },
      join: "any",
    },
  },
  [
    edge("read", "check"),
    edge("check", "children", { port: "deep", mapping: { extra: "= nodes.check.output" } }),
    edge("check", "pause", { port: "leaf" }),
    edge("children", "done", { when: "size(nodes.children.output) >= 0" }),
    edge("pause", "done"),
  ],
);

const shared = (allowances: Loose, limits: Loose = { maxTokens: 1_000 }): Loose =>
  graph({ a: task }, [], { limits: { ...limits, allowances } });
const AT = "/limits/allowances";
const allowanceCases: readonly (readonly [ProblemCode, string, unknown, string])[] = [
  ["G005", `${AT}/tokens/decay`, shared({ tokens: { decay: -0.5 } }), "more than 0 and at most 1"],
  ["G005", `${AT}/tokens/decay`, shared({ tokens: { decay: Number.NaN } }), "not a JSON number"],
  ["G005", `${AT}/timeouts/grow`, shared({ timeouts: { grow: 0.5 } }), "at least 1"],
  ["G007", `${AT}/speed`, shared({ speed: { decay: 0.5 } }), "there is no field"],
  ["X001", `${AT}/tokens`, shared({ tokens: "= depth *" }), "at character"],
  ["X001", `${AT}/tokens/1`, shared({ tokens: [{ decay: 0.5 }, "= hight"] }), "hight"],
  ["R004", `${AT}/tokens`, shared({ tokens: "= depth > 2" }), "this gave false"],
  ["R004", `${AT}/tokens`, shared({ tokens: "= 'half'" }), "a share is a number"],
  ["R004", `${AT}/concurrency`, shared({ concurrency: "= 1.0 - 0.3 * depth" }), "at depth 4 this gives -0.2"],
  ["R004", `${AT}/tokens`, shared({ tokens: "= tree.remaining.tokens > 5" }), "this gave true"],
  ["V001", `${AT}/tokens`, shared({ tokens: "= tree.remaining.moons / 5" }), "no such field"],
  ["V004", `${AT}/tokens`, shared({ tokens: "= input.share" }), "there are: depth, tree.remaining"],
  ["R003", `${AT}/tokens`, shared({ tokens: { decay: 0.5 } }, {}), "set limits.maxTokens"],
  ["R003", `${AT}/concurrency`, shared({ concurrency: { grow: 2 } }), '{"from": 0.2, "grow": 1.5}'],
];

describe("validateGraph", () => {
  it("accepts a sound graph and gives it back with its defaults", () => {
    const result = validateGraph(SOUND);
    expect(result.problems).toEqual([]);
    expect(result.ok).toBe(true);
    expect(result.graph).toEqual(SOUND);
  });

  it("makes up neither limits nor retries that the graph does not state", () => {
    const result = validateGraph(
      graph({ a: { ...task, retry: { jitter: 0 } } }, [], { limits: { maxDepth: 3 } }),
    );
    expect(result.graph?.limits).toEqual({ maxDepth: 3 });
    expect(result.graph?.nodes["a"]).toMatchObject({ retry: { jitter: 0 } });
  });

  const call = { kind: "subworkflow", workflow: "other" };
  const writing = { ...task, contextUpdates: { plan: "= nodes.a.output" } };
  const between = (depthAbove: number, depthBelow: number) => ({
    when: [{ depthAbove }, { depthBelow }],
    actions: { do: "inheritAll" },
  });
  const chain = { a: task, b: task };
  const cases: readonly (readonly [ProblemCode, string, unknown, string])[] = [
    ["G001", "/nodes", graph({}), "no nodes"],
    ["G001", "/nodes", graph(chain, [edge("a", "b"), edge("b", "a")]), "no run can start"],
    [
      "G002",
      "/nodes/c",
      graph({ a: task, b: task, c: task, d: task }, [edge("b", "c"), edge("c", "b"), edge("a", "d")]),
      "no path leads to c",
    ],
    [
      "G004",
      "/nodes/b",
      graph({ a: task, b: task, c: task }, [edge("a", "b"), edge("b", "c"), edge("c", "b")]),
      "b → c → b",
    ],
    [
      "C001",
      "/context/strategy",
      graph(chain, [], { context: { strategy: "custom" } }),
      "exactly one of map",
    ],
    [
      "C001",
      "/nodes/a/context",
      graph({ a: { ...call, context: "custom" } }),
      "an object with map or function",
    ],
    [
      "C002",
      "/context/strategy/top",
      graph(chain, [], { context: { strategy: { type: "full", top: 3 } } }),
      "top does nothing in full",
    ],
    [
      "C003",
      "/context/rules/0/when",
      graph(chain, [], { context: { rules: [between(3, 4)] } }),
      "no depth is above 3 and below 4",
    ],
    [
      "C004",
      "/nodes/c/contextUpdates/plan",
      graph({ a: task, b: writing, c: writing }, [edge("a", "b"), edge("a", "c")]),
      'b writes "plan" too',
    ],
    [
      "C004",
      "/nodes/a/body/context/mergeBack/plan",
      graph({
        a: { kind: "map", over: "input.l", body: { ...call, context: { mergeBack: { plan: "replace" } } } },
      }),
      "side by side",
    ],
    [
      "G005",
      "/context/strategy",
      graph(chain, [], { context: { strategy: "selectiv" } }),
      "one of full, selective",
    ],
    [
      "G007",
      "/nodes/a/context/rules/0/actions/kyes",
      graph({ a: { ...call, context: { rules: [{ actions: { do: "pin", kyes: ["a"] } }] } } }),
      'did you mean "keys"?',
    ],
    [
      "G005",
      "/context/rules/0/when",
      graph(chain, [], { context: { rules: [{ when: "never", actions: { do: "inheritAll" } }] } }),
      'a condition is "always"',
    ],
    [
      "G005",
      "/nodes/a/contextUpdates/to-do",
      graph({ a: { ...task, contextUpdates: { "to-do": "x" } } }),
      "not a name",
    ],
    [
      "G005",
      "/context/values/constructor",
      graph(chain, [], { context: { values: { constructor: "x" } } }),
      "not a name",
    ],
    [
      "V003",
      "/context/values/plan",
      graph(chain, [], { context: { values: { plan: "= nodes.a.output" } } }),
      "when the context begins",
    ],
    [
      "V004",
      "/nodes/a/contextUpdates/plan",
      graph({ a: { ...task, contextUpdates: { plan: "= entry.key" } } }),
      "filter",
    ],
    [
      "V004",
      "/nodes/a/context/mergeBack/plan",
      graph({ a: { ...call, context: { mergeBack: { plan: "= current + input.x" } } } }),
      "there are: current, incoming",
    ],
    [
      "S002",
      "/nodes/a/input",
      graph({
        a: {
          ...task,
          input: { nam: "= input.x", size: "big" },
          inputSchema: {
            type: "object",
            required: ["name"],
            properties: { name: {}, size: { type: "integer" } },
            additionalProperties: false,
          },
        },
      }),
      'does not fit its inputSchema: /name is missing; /nam is not known here; /size type "string" is invalid',
    ],
    [
      "V007",
      "/nodes/b/input",
      graph(
        {
          a: { ...task, outputSchema: { properties: { total: {} }, additionalProperties: false } },
          b: { ...task, input: "= nodes.a.output.totl" },
        },
        [edge("a", "b")],
      ),
      'nodes.a.output.totl: its output schema has no such field; did you mean "total"?',
    ],
    [
      "X001",
      "/nodes/a/context/rules/0/actions/value/x",
      graph({
        a: { ...call, context: { rules: [{ actions: { do: "transform", key: "k", value: { x: "= (" } } }] } },
      }),
      "",
    ],
    ["G005", "", 3, "expected object"],
    ["G005", "/slug", { ...graph(chain), slug: "Audit!" }, "lower-case"],
    ["G005", "/schemaVersion", { ...graph(chain), schemaVersion: 2 }, "expected 1"],
    ["G005", "/nodes/a/task", graph({ a: { kind: "task" } }), '"task" is missing'],
    ["G005", "/nodes/a/output", graph({ a: { kind: "transform" } }), '"output" is missing'],
    ["G005", "/nodes/1a", graph({ "1a": task }), "is not a name"],
    ["G005", "/nodes/a/join", graph({ a: { ...task, join: { m: 2 } } }), '"all", "any" or {"n": 2}'],
    ["G005", "/nodes/a/retry/maxAttempts", graph({ a: { ...task, retry: { maxAttempts: 0 } } }), "too small"],
    ["G005", "/nodes/a/durationMs", graph({ a: { kind: "wait", durationMs: true } }), "milliseconds"],
    ["G005", "/nodes/a/durationMs", graph({ a: { kind: "wait", durationMs: "input.ms" } }), "milliseconds"],
    ["X001", "/nodes/a/durationMs", graph({ a: { kind: "wait", durationMs: "= foo" } }), "Unknown variable"],
    ["G005", "/limits/maxDepth", graph(chain, [], { limits: { maxDepth: 257 } }), "too big"],
    ["G005", "/name", { ...graph(chain), name: undefined }, "undefined is not JSON"],
    [
      "G006",
      "/nodes/a/kind",
      graph({ a: { kind: "subworkflo" } }),
      'did you mean "subworkflow"? (kinds: task, transform, decision, map,',
    ],
    ["G006", "/nodes/a/kind", graph({ a: { task: "x" } }), "a kind is missing (kinds: task,"],
    [
      "G006",
      "/nodes/a/body/kind",
      graph({ a: { kind: "map", over: "input.l", body: { kind: "end" } } }),
      "(kinds: task, transform, subworkflow, http, agent, code, emit)",
    ],
    ["G007", "/nodez", graph(chain, [], { nodez: 1 }), 'did you mean "nodes"?'],
    ["G007", "/nodes/a/retrry", graph({ a: { ...task, retrry: {} } }), 'did you mean "retry"?'],
    [
      "G007",
      "/nodes/a/body/taks",
      graph({ a: { kind: "map", over: "input.l", body: { ...task, taks: 1 } } }),
      'did you mean "task"?',
    ],
    [
      "G007",
      "/nodes/a/retry/zzz",
      graph({ a: { ...task, retry: { zzz: 1 } } }),
      "there are: maxAttempts, initialMs",
    ],
    [
      "G007",
      "/edges/0/form",
      graph(chain, [edge("a", "b", { form: 1 })]),
      "there are: source, target, port, when, mapping",
    ],
    ["G007", "/limits/maxDeep", graph(chain, [], { limits: { maxDeep: 1 } }), 'did you mean "maxDepth"?'],
    [
      "G008",
      "/edges/0/target",
      graph({ read: task }, [edge("read", "raed")]),
      'there is no node "raed"; did you mean "read"?',
    ],
    [
      "G008",
      "/edges/0/source",
      graph({ read: task }, [edge("toString", "read")]),
      'there is no node "toString"',
    ],
    [
      "G009",
      "/edges/1",
      graph(chain, [edge("a", "b"), edge("a", "b", { when: "true" })]),
      "a → b stands already at /edges/0",
    ],
    ["G010", "/edges/0", graph(chain, [edge("a", "a"), edge("a", "b")]), "a leads to itself"],
    [
      "G011",
      "/edges/0/port",
      graph(chain, [edge("a", "b", { port: "yes" })]),
      "a is of kind task and has no ports",
    ],
    [
      "G012",
      "/edges/2/port",
      graph({ d: decision, a: task, b: task, c: task }, [...branches, edge("d", "c", { port: "yess" })]),
      'did you mean "yes"?',
    ],
    [
      "G012",
      "/edges/2",
      graph({ d: decision, a: task, b: task, c: task }, [...branches, edge("d", "c")]),
      "there are: yes, no",
    ],
    [
      "G013",
      "/nodes/d/cases/0/port",
      graph({ d: decision, a: task }, [edge("d", "a", { port: "no" })]),
      'no edge leaves d from port "yes"',
    ],
    [
      "G013",
      "/nodes/d/default",
      graph({ d: decision, a: task }, [edge("d", "a", { port: "yes" })]),
      'no edge leaves d from port "no"',
    ],
    ["G014", "/edges/0/source", graph({ a: { kind: "end" }, b: task }, [edge("a", "b")]), "of kind end"],
    [
      "G014",
      "/edges/0/source",
      graph({ a: { kind: "fail", message: "x" }, b: task }, [edge("a", "b")]),
      "of kind fail",
    ],
    [
      "G015",
      "/nodes",
      graph(Object.fromEntries(Array.from({ length: GRAPH_CAPS.nodes + 1 }, (_, i) => [`n${i}`, task]))),
      "5001 nodes, the cap is 5000",
    ],
    [
      "G015",
      "/edges",
      graph(
        chain,
        Array.from({ length: GRAPH_CAPS.edges + 1 }, () => edge("a", "b")),
      ),
      "20001 edges",
    ],
    ["G015", "", graph({ a: { ...task, input: "x".repeat(GRAPH_CAPS.bytes) } }), "bytes"],
    [
      "G016",
      "/nodes/b/join/n",
      graph({ a: task, b: { ...task, join: { n: 2 } } }, [edge("a", "b")]),
      "waits for 2 edges, 1 comes in",
    ],
    ["G017", "/nodes/a", graph({ a: { kind: "wait" } }), "this has none"],
    [
      "G017",
      "/nodes/a",
      graph({ a: { kind: "wait", durationMs: 1, until: "2026-05-01T09:00:00Z" } }),
      "this has two",
    ],
    [
      "G018",
      "/nodes/a/until",
      graph({ a: { kind: "wait", until: "2026-05-01 09:00" } }),
      "is not an instant with a zone",
    ],
    ["G019", "/nodes/a", graph({ a: { kind: "subworkflow" } }), "this has neither"],
    [
      "G019",
      "/nodes/a/body",
      graph({
        a: { kind: "map", over: "[1]", body: { kind: "subworkflow", workflow: "x", graph: graph(chain) } },
      }),
      "this has both",
    ],
    [
      "G020",
      "/nodes/a/workflow",
      graph({ a: { kind: "subworkflow", workflow: "My Flow" } }),
      "neither a slug nor self",
    ],
    ["G021", "/slug", { ...graph(chain), slug: "self" }, "calls itself by"],
    ["G021", "/nodes/constructor", graph({ constructor: task }), "is reserved"],
    [
      "G022",
      "/nodes/a/retry",
      graph({ a: { ...task, retry: { initialMs: 5000, capMs: 100 } } }),
      "initialMs 5000 is over capMs 100",
    ],
    [
      "G023",
      "/nodes/a/quorum",
      graph({ a: { kind: "approval", title: "Ship?", assignees: ["Ann"], quorum: 2 } }),
      "it needs 2 approvals, and 1 may answer",
    ],
    ["G024", "/nodes/a", graph({ a: { kind: "plan", body: task } }), "name the workflows"],
    [
      "G025",
      "/nodes/a/closePolicy",
      graph({ a: self({ once: "1", closePolicy: "abandon" }) }),
      "is about a detached child",
    ],
    [
      "G025",
      "/nodes/a/context",
      graph({ a: { kind: "subworkflow", workflow: "x", detached: true, context: "full" } }),
      "has no context of this one",
    ],
    [
      "G026",
      "/nodes/a/revision",
      graph({ a: self({ once: "1", revision: 2 }) }),
      "self is the revision that calls",
    ],
    ...allowanceCases,
    ["R001", "/nodes/b/workflow", graph({ a: task, b: self() }, [edge("a", "b")]), "a → b → self"],
    ["R001", "/nodes/a/workflow", graph({ a: { kind: "subworkflow", workflow: "audit" } }), "a → audit"],
    [
      "R001",
      "/nodes/a/graph/nodes/b/workflow",
      graph({
        a: {
          kind: "subworkflow",
          graph: graph({ b: { kind: "subworkflow", workflow: "audit" } }, [], { slug: "inner" }),
        },
      }),
      "a → b → audit",
    ],
    [
      "R001",
      "/nodes/a/graph/nodes/b/workflow",
      graph({ a: { kind: "subworkflow", once: "input.k", graph: graph({ b: self() }) } }),
      "b → self",
    ],
    [
      "V001",
      "/nodes/b/input/x/0",
      graph({ read: task, b: { ...task, input: { x: ["= nodes.raed.output"] } } }, [edge("read", "b")]),
      'did you mean "read"?',
    ],
    [
      "X001",
      "/nodes/b/input",
      graph({ "read-file": task, b: { ...task, input: "= nodes.read-file.output" } }, [
        edge("read-file", "b"),
      ]),
      'write nodes["read-file"].output',
    ],
    [
      "V001",
      "/nodes/b/input",
      graph({ "read-input": task, b: { ...task, input: "= nodes.read-input.output" } }, [
        edge("read-input", "b"),
      ]),
      'write nodes["read-input"].output',
    ],
    [
      "V001",
      "/nodes/b/input",
      graph({ a: task, b: { ...task, input: "= nodes.a.status" } }, [edge("a", "b")]),
      "a node has only its output",
    ],
    [
      "V001",
      "/nodes/a/input",
      graph({ a: { ...task, input: "= tree.remaining.money" } }),
      "tree.remaining has: depth, runs, agents, nodes, tokens, costUsd, activeMs",
    ],
    [
      "V003",
      "/nodes/a/input/x",
      graph({ a: { ...task, input: { x: "= nodes.b.output" } }, b: task }, [edge("a", "b")]),
      "which may not have run by then",
    ],
    ["V003", "/nodes/a/input", graph({ a: { ...task, input: "= nodes.a.output" } }), "the node itself"],
    [
      "V003",
      "/edges/0/mapping/m",
      graph(chain, [edge("a", "b", { mapping: { m: "= nodes.b.output" } })]),
      "the node itself",
    ],
    ["V003", "/edges/0/when", graph(chain, [edge("a", "b", { when: "nodes.b.output" })]), "leads to a"],
    [
      "V004",
      "/nodes/a/input",
      graph({ a: { ...task, input: "= item.x" } }),
      "item exists only in the body of a map",
    ],
    ["V004", "/nodes/a/over", graph({ a: { kind: "map", over: "index", body: task } }), "index exists only"],
    [
      "V006",
      "/nodes/a/input",
      graph({ a: { ...task, input: "= input.nam" } }, [], {
        inputSchema: { properties: { name: {} }, additionalProperties: false },
      }),
      'did you mean "name"?',
    ],
    [
      "X001",
      "/nodes/d/cases/0/when",
      graph({ d: { ...decision, cases: [{ port: "yes", when: "input.n >" }] }, a: task, b: task }, branches),
      "Unexpected token: EOF (at character 10)",
    ],
    [
      "X001",
      "/nodes/a/input/x~1y/1",
      graph({ a: { ...task, input: { "x/y": [0, "= input.t.matches('a')"] } } }),
      "matches() is not available",
    ],
    [
      "X001",
      "/nodes/a/body/once",
      graph({ a: { kind: "map", over: "[1]", body: self({ once: "foo" }) } }),
      "Unknown variable: foo",
    ],
    ["X001", "/edges/0/when", graph(chain, [edge("a", "b", { when: "1 +" })]), "Unexpected token"],
    [
      "X001",
      "/edges/0/mapping/k",
      graph(chain, [edge("a", "b", { mapping: { k: "= (" } })]),
      "Unexpected token",
    ],
    ["X001", "/nodes/a/until", graph({ a: { kind: "wait", until: "= )" } }), "Unexpected token"],
    [
      "X001",
      "/nodes/a/message/t",
      graph({ a: { kind: "fail", message: { t: "= nope" } } }),
      "Unknown variable",
    ],
    [
      "X001",
      "/nodes/a/graph/nodes/b/output",
      graph({ a: { kind: "subworkflow", graph: graph({ b: { kind: "transform", output: "= nope" } }) } }),
      "Unknown variable",
    ],
    ["A001", "/nodes/a", graph({ a: { kind: "agent", prompt: "Hi" } }), "name an agent"],
    [
      "A001",
      "/nodes/a/capabilities",
      graph({ a: { kind: "agent", prompt: "Hi", agent: "x", capabilities: ["y"] } }),
      "remove one",
    ],
    [
      "X001",
      "/nodes/a/prompt",
      graph({ a: { kind: "agent", prompt: "About {{ nope }}", agent: "x" } }),
      "Unknown variable",
    ],
    [
      "A002",
      "/nodes/a/params/id",
      graph({ a: { kind: "http", url: "https://x.example/{id}", params: { id: { $secret: "s" } } } }),
      "cannot stand here",
    ],
    [
      "A002",
      "/nodes/a/headers/authorization",
      graph({
        a: { kind: "http", url: "https://x.example/", headers: { authorization: { $secret: "= input.s" } } },
      }),
      "plain text",
    ],
    [
      "A002",
      "/nodes/a/body/0/deep",
      graph({
        a: { kind: "http", url: "https://x.example/", body: [{ deep: { $secret: "s", suffix: "x" } }] },
      }),
      'no field "suffix"',
    ],
    ["L001", "/nodes/a/recovery/0", graph({ a: { ...task, recovery: [{ do: "fallback" }] } }), "names 0"],
    [
      "L001",
      "/recovery/0",
      graph({ a: task }, [], { recovery: [{ do: "fallback", task: "a", output: 1 }] }),
      "names 2",
    ],
    [
      "L002",
      "/nodes/a/recovery/1",
      graph({ a: { ...task, recovery: [{ do: "park" }, { do: "degrade" }] } }),
      "rung 0 is a park",
    ],
    [
      "L003",
      "/nodes/a/recovery/0",
      graph({ a: { kind: "transform", output: 1, recovery: [{ do: "retry" }] } }),
      "a transform gives the same result again",
    ],
    [
      "L003",
      "/nodes/d/recovery/0",
      graph({ d: { ...decision, default: "no", recovery: [{ do: "degrade" }] }, a: task, b: task }, branches),
      "has to choose a port",
    ],
    [
      "L003",
      "/nodes/a/recovery/0",
      graph({ a: { ...task, recovery: [{ do: "fallback", model: "small" }] } }),
      "only an agent node",
    ],
    [
      "L004",
      "/nodes/a/onEscalation",
      graph({ a: { ...task, onEscalation: [{ choose: "fail" }] } }),
      "no child",
    ],
    ["L004", "/nodes/a/delivery", graph({ a: self({ delivery: "atMostOnce" }) }), "calls no executor"],
    [
      "G020",
      "/nodes/a/recovery/0/workflow",
      graph({ a: { ...task, recovery: [{ do: "fallback", workflow: "leaf@1" }] } }),
      '"leaf@1" is neither a slug nor self',
    ],
    [
      "G020",
      "/recovery/0/workflow",
      { ...graph({ a: task }), recovery: [{ do: "fallback", workflow: "leaf@x" }] },
      '"leaf@x" is neither a slug nor self',
    ],
    [
      "G020",
      "/nodes/a/compensate/workflow",
      graph({ a: { ...task, compensate: { workflow: "leaf@99999999999" } } }),
      '"leaf@99999999999" is neither a slug nor self',
    ],
    [
      "G020",
      "/nodes/a/onEscalation/0/workflow",
      graph({ a: self({ onEscalation: [{ choose: "replaceChild", workflow: "leaf@1" }] }) }),
      '"leaf@1" is neither a slug nor self',
    ],
    ["L005", "/nodes/a/compensate", graph({ a: { ...task, compensate: {} } }), "either a task or a workflow"],
    [
      "L005",
      "/nodes/a/compensate",
      graph({ a: { kind: "end", compensate: { task: "undo" } } }),
      "nothing to undo",
    ],
    [
      "L006",
      "/nodes/a/recovery/0/node",
      graph({ a: { ...task, recovery: [{ do: "fallback", node: "a" }] } }),
      'no other node "a"',
    ],
    [
      "L006",
      "/nodes/u/of/0",
      graph({ a: task, u: { kind: "compensate", of: ["a"] } }, [edge("a", "u")]),
      "says how it is undone",
    ],
    [
      "L007",
      "/nodes/a/delivery",
      graph({ a: { ...task, delivery: "atMostOnce", recovery: [{ do: "retry" }] } }),
      "never retried",
    ],
    [
      "L008",
      "/nodes/a/classify/0",
      graph({ a: { ...task, classify: [{ match: { code: "X" } }] } }),
      "gives neither",
    ],
    [
      "V004",
      "/nodes/a/input",
      graph({ a: { ...task, input: "= failure.code" } }),
      "failure exists only in a recovery",
    ],
    [
      "V001",
      "/nodes/a/recovery/0/when",
      graph({ a: { ...task, recovery: [{ do: "park", when: "failure.kode == 'X'" }] } }),
      "failure.kode",
    ],
    [
      "X001",
      "/nodes/a/recovery/0/output",
      graph({ a: { ...task, recovery: [{ do: "degrade", output: "= failure.(" }] } }),
      "",
    ],
    [
      "G003",
      "/nodes/b/input/name",
      graph({ a: { kind: "transform", output: { title: 1 } }, b: { ...task, inputSchema: needsName } }, [
        edge("a", "b"),
      ]),
      "nothing gives it: it stands neither in what a gives nor in the mapping of an edge",
    ],
    [
      "G003",
      "/nodes/b/input/name",
      graph({ a: task, b: { ...task, input: { n: 1 }, inputSchema: needsName } }, [
        edge("a", "b", { mapping: { other: "= input.n" } }),
      ]),
      "neither in its input nor in the mapping",
    ],
    [
      "V002",
      "/nodes/b/input/name",
      graph(
        {
          a: { ...task, outputSchema: { type: "object", properties: { total: { type: "number" } } } },
          b: { ...task, input: { name: "= nodes.a.output.total" }, inputSchema: needsName },
        },
        [edge("a", "b")],
      ),
      "nodes.a.output.total is a number, and a string is expected here",
    ],
    [
      "V002",
      "/nodes/b/inputSchema/name",
      graph(
        {
          a: { ...task, outputSchema: { type: "object", properties: { name: { type: ["array", "null"] } } } },
          b: { ...task, inputSchema: needsName },
        },
        [edge("a", "b")],
      ),
      '"name" of the output of a is a list or null',
    ],
    [
      "V002",
      "/edges/0/mapping/name",
      graph(
        { a: { ...task, input: {} }, b: { ...task, input: {}, inputSchema: needsName } },
        [edge("a", "b", { mapping: { name: "= input.n" } })],
        { inputSchema: { type: "object", properties: { n: { type: "integer" } } } },
      ),
      "input.n is an integer",
    ],
    ["S003", "/nodes/a/headers/X-Api-Key", http({ headers: { "X-Api-Key": "correct-horse" } }), '{"$secret"'],
    ["S003", "/nodes/a/headers/Authorization", http({ headers: { Authorization: "Bearer 0123456789" } }), ""],
    [
      "S003",
      "/nodes/a/input/key",
      graph({ a: { ...task, input: { key: `ghp_${"a1".repeat(18)}` } } }),
      "ghp_…",
    ],
    [
      "C006",
      "/nodes/b/context/strategy",
      graph({ a: decision, b: self({ context: { strategy: "full" } }), c: task }, deeper, {
        context: { values: { task: "= input.task", rules: "1234567890" } },
      }),
      "full hands about 26 bytes of values as they begin to every run down to depth 10",
    ],
    [
      "R005",
      "/nodes/b",
      graph(
        { a: decision, b: self(), d: self(), c: task },
        [...deeper, edge("b", "d", { when: "input.n > 0" })],
        { limits: { maxDepth: 20 } },
      ),
      "one run may start 2 of itself: by depth 13 it may come to 16,383 runs in all, and maxRuns is 10,000; set limits.maxDepth to 12",
    ],
    [
      "R006",
      "/nodes/a/timeoutMs",
      graph({ a: { ...task, timeoutMs: 60_000 } }, [], { limits: { recursionTimeoutMs: 60_000 } }),
      "it may take 60000 ms, and all of the tree has 60000 ms; set it to 30000 or so",
    ],
    [
      "R006",
      "/nodes/a/durationMs",
      graph({ a: { kind: "wait", durationMs: 300_000 } }),
      "it waits 300000 ms, which count as time of the tree, and all of the tree has 300000 ms; set it to 150000 or so",
    ],
    [
      "V006",
      "/nodes/a/input",
      graph({ a: { ...task, input: "= input.q" } }, [], {
        inputSchema: { type: "object", properties: { name: {}, total: {} } },
      }),
      "input.q: the input schema lists no such field; there are: name, total",
    ],
    [
      "V007",
      "/edges/0/when",
      graph({ a: { ...task, outputSchema: { properties: { total: {} } } }, b: task }, [
        edge("a", "b", { when: "nodes.a.output.totl > 1" }),
      ]),
      'nodes.a.output.totl: its output schema lists no such field; did you mean "total"?',
    ],
    [
      "X002",
      "/nodes/a/input/$blob",
      graph({ a: { ...task, input: { $blob: "x", bytes: 1 } } }),
      "is reserved",
    ],
  ];

  it.each(cases)("gives %s at %j", (code, path, input, message) => {
    const found = problems(input).filter((problem) => problem.code === code && problem.path === path);
    expect(
      found.map((problem) => problem.message).join("\n"),
      JSON.stringify(problems(input), null, 1),
    ).toContain(message);
    expect(found[0]?.level).toBe(PROBLEMS[code].level);
    expect(validateGraph(input).ok).toBe(problems(input).every(({ level }) => level === "warning"));
  });

  it("has a case for every code", () => {
    expect(Object.keys(PROBLEMS).filter((code) => !cases.some(([tested]) => tested === code))).toEqual([]);
  });

  it("sees no circle where an edge only names a node that is not there", () => {
    const found = problems(graph({ a: task }, [edge("q", "a")]));
    expect(found.map(({ code }) => code)).toEqual(["G008"]);
  });

  it("reports all problems together, errors before warnings", () => {
    const found = problems(
      graph({ d: { ...decision, default: "no" }, a: { ...task, input: "= nope" } }, [
        edge("d", "a", { port: "yes" }),
        edge("a", "x"),
      ]),
    );
    expect(found.map(({ code }) => code)).toEqual(["G008", "X001", "G013"]);
  });

  it.each<[string, Loose]>([
    ["behind a decision port", graph({ d: decision, a: self(), b: task }, branches)],
    ["behind an edge with when", graph({ a: task, b: self() }, [edge("a", "b", { when: "input.n > 0" })])],
    [
      "somewhere below a condition",
      graph({ a: task, b: task, c: self() }, [edge("a", "b", { when: "input.n > 0" }), edge("b", "c")]),
    ],
    ["in a map", graph({ a: { kind: "map", over: "input.l", body: self() } })],
    ["with a once key", graph({ a: self({ once: "input.k" }) })],
    [
      "where a join may fail",
      graph({ x: task, y: task, a: self({ join: { n: 2 } }) }, [
        edge("x", "a"),
        edge("y", "a", { when: "input.n > 0" }),
      ]),
    ],
    [
      "in an inline graph that a map runs",
      graph({
        a: {
          kind: "map",
          over: "input.l",
          body: {
            kind: "subworkflow",
            graph: graph({ b: { kind: "subworkflow", workflow: "audit" } }, [], { slug: "inner" }),
          },
        },
      }),
    ],
  ])("allows a self-call %s", (_, input) => {
    expect(problems(input).filter(({ level }) => level === "error")).toEqual([]);
  });

  it("does not take a depth limit for a guard", () => {
    expect(problems(graph({ a: self() }, [], { limits: { maxDepth: 3 } })).map(({ code }) => code)).toEqual([
      "R001",
    ]);
  });

  it.each(["any", "all"])("finds an unguarded call behind a join %s with one certain edge", (join) => {
    const input = graph({ x: task, y: task, a: self({ join }) }, [
      edge("x", "a"),
      edge("y", "a", { when: "input.n > 0" }),
    ]);
    expect(problems(input)).toMatchObject([
      { code: "R001", message: expect.stringContaining("x → a → self") },
    ]);
  });

  it("parses inline graphs with their defaults", () => {
    const inner = { schemaVersion: 1, slug: "inner", name: "Inner", nodes: { b: task } };
    const result = validateGraph(graph({ a: { kind: "subworkflow", graph: inner } }));
    expect(result.graph?.nodes["a"]).toMatchObject({ graph: { ...inner, edges: [] } });
  });

  it("leaves what it was given as it was", () => {
    const inner = { schemaVersion: 1, slug: "inner", name: "Inner", nodes: { b: task } };
    const input = graph({ a: { kind: "subworkflow", graph: inner } });
    const before = structuredClone(input);
    validateGraph(input);
    expect(input).toEqual(before);
  });

  it("survives values that are no graphs at all", () => {
    const deep = JSON.parse(`${"[".repeat(3000)}${"]".repeat(3000)}`) as unknown;
    for (const input of [
      null,
      undefined,
      [],
      "x",
      1n,
      () => 1,
      deep,
      { nodes: null, edges: {} },
      { nodes: { a: null } },
    ]) {
      expect(validateGraph(input).ok).toBe(false);
    }
  });

  it("checks the largest graph that is allowed", { timeout: 20_000 }, () => {
    const names = Array.from({ length: GRAPH_CAPS.nodes }, (_, i) => `n${i}`);
    const nodes = Object.fromEntries(
      names.map((name, i) => [
        name,
        { kind: "transform", output: i === 0 ? 1 : `= nodes.n${i >> 1}.output` },
      ]),
    );
    const edges = names.flatMap((_, i) =>
      [1, 2, 3, 4].filter((d) => i >= d).map((d) => edge(`n${i - d}`, `n${i}`)),
    );
    expect(problems(graph(nodes, edges))).toEqual([]);
  });

  it("accepts allowances that can be worked out for every depth", () => {
    const sound = {
      concurrency: "= depth < 2 ? 1.0 : 0.25",
      tokens: ["= tree.remaining.tokens > 500 ? 0.5 : 0.2", { from: 0.5, decay: 0.5 }],
      timeouts: { grow: 1.5 },
      adapt: true,
    };
    expect(problems(shared(sound))).toEqual([]);
  });

  it("says where the depth of a run is, when an expression asks for it as an allowance does", () => {
    expect(problems(graph({ a: { ...task, input: "= depth" } }))).toMatchObject([
      { code: "V004", message: expect.stringContaining("run.depth") },
    ]);
  });

  it("has a help text for every code", () => {
    for (const { help } of Object.values(PROBLEMS)) expect(help).toMatch(/^[A-Za-z].{20,}\.$/);
  });
});

describe("graphJsonSchema", () => {
  it("describes the format as people write it", () => {
    const schema = graphJsonSchema();
    expect(schema).toMatchObject({
      type: "object",
      required: ["schemaVersion", "slug", "name", "nodes"],
      additionalProperties: false,
    });
    expect(JSON.stringify(schema)).toContain("maxAgentsPerLevel");
  });
});

describe("what only looks wrong", () => {
  const reading = (source: string, inputSchema: Loose): Loose =>
    graph({ a: { ...task, input: { v: `= ${source}` } } }, [], { inputSchema });
  const listing = { type: "object", properties: { name: {} } };

  it.each<[string, Loose]>([
    ["has(input.q)", listing],
    ["input.?q.orValue(1)", listing],
    ["size(input)", listing],
    ["input", listing],
    ["input.q", { ...listing, additionalProperties: true }],
    ["input.q", { ...listing, additionalProperties: { type: "string" } }],
    ["input.q", { ...listing, patternProperties: { "^q": {} } }],
    ["input.q", { ...listing, anyOf: [{ properties: { q: {} } }] }],
    ["input.q", { type: "object" }],
    ["input.q", { type: "object", properties: {} }],
  ])("%s by %j", (source, schema) => {
    expect(problems(reading(source, schema))).toEqual([]);
  });

  it.each([
    [{ kind: "wait", durationMs: 299_999 }, {}],
    [{ kind: "wait", durationMs: 3_600_000 }, { limits: { recursionTimeoutMs: null } }],
    [{ kind: "wait", durationMs: "= input.ms" }, {}],
    [{ kind: "wait", signal: "paid", timeoutMs: 3_600_000 }, {}],
  ])("%j with %j", (wait, more) => {
    expect(problems(graph({ a: wait }, [], more))).toEqual([]);
  });
});
