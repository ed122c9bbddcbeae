import { describe, expect, it } from "vitest";
import { validateGraph } from "../../graph/validate.ts";
import { ending, ofType, output, run } from "../../testing/run-graph.ts";
import type { Json } from "../../values/json.ts";
import { importWorkflow } from "../import.ts";
import type { Imported } from "../report.ts";
import { given, n8nFlow, setting } from "../testing/n8n-flow.ts";

const START = { type: "manualTrigger" };
const END = { type: "respondToWebhook", parameters: { responseBody: "={{ $json }}" } };
const set = (fields: object, more: object = {}) => ({
  type: "set",
  parameters: setting(fields as Readonly<Record<string, unknown>>, more),
});

function imported(value: object): Imported {
  const made = importWorkflow({ value });
  if (!made.ok) throw new Error(`${made.place}: ${made.message}`);
  expect(validateGraph(made.graph).problems.filter(({ level }) => level === "error")).toEqual([]);
  return made;
}

function outcomeOf({ graph }: Imported, input: Json) {
  const outcome = run(
    { nodes: graph.nodes, edges: graph.edges },
    {
      input,
      world: { tasks: { "banyan:http": { durationMs: [10, 10], failureRate: 1, retryable: false } } },
    },
  );
  expect(ending(outcome)).toBe("succeeded");
  return outcome;
}
const ran = (made: Imported, input: Json): unknown => output(outcomeOf(made, input));
const noteOf = ({ notes }: Imported, what: string) => notes.find((note) => note.what === what);
/** What a text between backquotes reads. */
const hole = (read: string) => ["$", "{", read, "}"].join("");
/** One node behind the start. */
const one = (type: string, parameters: object, more: object = {}) =>
  imported(n8nFlow({ Start: START, Node: { type, parameters, ...more } }, { Start: [["Node"]] }));

describe("what is not there", () => {
  it.each([
    ["={{ $json.a }}", null],
    ["={{ $json.a.b }}", null],
    ["={{ $json.a.length }}", null],
    ["=<{{ $json.a.length }}>", "<>"],
    ["={{ $('Start').item.json.a[0].b }}", null],
    ["={{ $json.a > 3 }}", false],
    ["={{ $json.a === 'x' }}", false],
    ["={{ $json.a !== 'x' }}", true],
  ])("%s fails no run", (value, expected) => {
    const made = one("set", setting({ v: value }));
    for (const input of [{}, { a: null }] as const) expect(ran(made, input)).toEqual({ v: expected });
  });

  it("has no length, and one that is there has", () => {
    const made = one("set", setting({ v: "={{ $json.a.length }}", w: "={{ $json.n >= 2 }}" }));
    expect(ran(made, { a: [1, 2], n: 2 })).toEqual({ v: 2, w: true });
  });

  it.each([["gt"], ["lt"], ["equals"]])("is no number of entries that is %s another one", (operation) => {
    const made = imported(
      n8nFlow(
        {
          Start: START,
          Ask: { type: "if", parameters: given([["={{ $json.list.length }}", "number", operation, 1]]) },
          Yes: set({ way: "yes" }),
          No: set({ way: "no" }),
        },
        { Start: [["Ask"]], Ask: [["Yes"], ["No"]] },
      ),
    );
    expect(ran(made, {})).toEqual({ way: "no" });
  });
});

describe("a Set", () => {
  it("that is written as JSON gives that, with its expressions", () => {
    const raw = (jsonOutput: string, more: object = {}) =>
      one("set", { mode: "raw", jsonOutput, ...more }, { typeVersion: 3.4 });
    const made = raw('={"a": {{ $json.n }}, "b": "{{ $json.s }}", "c": ["x"], "d": "{{ $json.none }}"}');
    expect(ran(made, { n: 1, s: "y" })).toEqual({ a: 1, b: "y", c: ["x"], d: "" });
    expect(noteOf(made, "Node")).toMatchObject({ fate: "mapped" });
    expect(ran(raw('{"k": true}'), {})).toEqual({ k: true });
    expect(noteOf(raw("no JSON"), "Node")).toMatchObject({ fate: "approximated" });
    expect(noteOf(raw("{}", { includeOtherFields: true }), "Node")).toMatchObject({ fate: "approximated" });
  });

  it("of the first of its third version has values by their types, and lets all else go on", () => {
    const values = [
      { name: "text", stringValue: "=Hi {{ $json.name }}" },
      { name: "n", type: "numberValue", numberValue: "5" },
      { name: "b", type: "booleanValue", booleanValue: "true" },
      { name: "list", type: "arrayValue", arrayValue: "[1]" },
    ];
    const made = imported(
      n8nFlow(
        {
          Start: START,
          Early: { type: "set", typeVersion: 3.2, parameters: { fields: { values } } },
          After: set({ name: "={{ $json.name }}", text: "={{ $json.text }}", n: "={{ $json.n }}" }),
        },
        { Start: [["Early"]], Early: [["After"]] },
      ),
    );
    expect(ran(made, { name: "Ada" })).toEqual({ name: "Ada", text: "Hi Ada", n: 5 });
    expect(made.graph.nodes["Early"]).toMatchObject({ output: { n: 5, b: true, list: [1] } });
  });

  it.each([
    ["selected", { includeFields: "a, x" }, { a: 1, b: null, own: "o" }],
    ["except", { excludeFields: "a" }, { a: null, b: 2, own: "o" }],
    ["all", {}, { a: 1, b: 2, own: "o" }],
  ])("lets go on what is %s", (include, more, expected) => {
    const made = imported(
      n8nFlow(
        {
          Start: START,
          Some: { ...set({ own: "o" }, { includeOtherFields: true, include, ...more }), typeVersion: 3.4 },
          After: set({ a: "={{ $json.a }}", b: "={{ $json.b }}", own: "={{ $json.own }}" }),
        },
        { Start: [["Some"]], Some: [["After"]] },
      ),
    );
    expect(ran(made, { a: 1, b: 2 })).toEqual(expected);
  });

  it("on one of two ways that meet loses nothing that goes past it", () => {
    const made = imported(
      n8nFlow(
        {
          Start: START,
          Make: set({ id: "={{ $json.id }}", n: "={{ $json.n }}" }),
          Big: { type: "if", parameters: given([["={{ $json.n }}", "number", "gt", 10]]) },
          Mark: set({ size: "big" }, { includeOtherFields: true }),
          Other: set({ id: "other", size: "small" }),
          Last: set({ id: "={{ $json.id }}", size: "={{ $json.size }}" }),
        },
        {
          Start: [["Make"]],
          Make: [["Big"]],
          Big: [["Mark"], ["Other"]],
          Mark: [["Last"]],
          Other: [["Last"]],
        },
      ),
    );
    expect(ran(made, { id: 7, n: 11 })).toEqual({ id: 7, size: "big" });
    expect(ran(made, { id: 7, n: 1 })).toEqual({ id: "other", size: "small" });
  });
});

describe("where runs start", () => {
  const flow = () =>
    imported(
      n8nFlow(
        {
          Nightly: { type: "scheduleTrigger" },
          Hook: { type: "webhook" },
          Wrong: { type: "errorTrigger" },
          Tidy: set({ did: "tidied" }),
          Answer: set({ did: "={{ $json.body.q }}" }),
          Alarm: set({ did: "alarm" }),
          Loose: set({ did: "loose" }),
          Behind: set({ did: "behind" }),
        },
        { Nightly: [["Tidy"]], Hook: [["Answer"]], Wrong: [["Alarm"]], Loose: [["Behind"]] },
      ),
    );
  const done = (input: Json) =>
    ofType(outcomeOf(flow(), input).journal, "NodeCompleted").map(({ node }) => node);

  it("is one trigger of several, the first unless the input names another", () => {
    expect(done({})).toEqual(["Nightly", "Hook", "Wrong", "Tidy"]);
    expect(ran(flow(), { trigger: "Hook", body: { q: 7 } })).toMatchObject({ did: 7 });
    expect(done({ trigger: "Wrong" })).toContain("Alarm");
    expect(done({ trigger: "Wrong" })).not.toContain("Tidy");
    expect(noteOf(flow(), "Wrong")).toMatchObject({
      fate: "approximated",
      message: expect.stringContaining('only when its input has the trigger "Wrong"'),
    });
  });

  it("leads to all that is run: the rest is left out, and told", () => {
    const made = flow();
    expect(Object.keys(made.graph.nodes)).not.toContain("Loose");
    for (const what of ["Loose", "Behind"])
      expect(noteOf(made, what)).toMatchObject({
        fate: "dropped",
        message: expect.stringContaining("trigger"),
      });
  });

  it("makes no difference where all triggers lead to the same", () => {
    const made = imported(
      n8nFlow(
        { A: START, B: { type: "webhook" }, Go: set({ x: "={{ $json.x }}" }) },
        { A: [["Go"]], B: [["Go"]] },
      ),
    );
    expect(ran(made, { x: 1 })).toEqual({ x: 1 });
    expect(noteOf(made, "Go")).toMatchObject({ fate: "mapped" });
  });
});

describe("code", () => {
  const code = (jsCode: string) => one("code", { jsCode });
  it.each([
    [
      "return [{ json: { a: 1, b: 'x', c: [true, null], d: { e: -1.5 } } }];",
      {},
      { a: 1, b: "x", c: [true, null], d: { e: -1.5 } },
    ],
    [
      "// why\nreturn { json: { name: $json.name, n: $input.first().json.n, } }",
      { name: "Ada", n: 3 },
      { name: "Ada", n: 3 },
    ],
    [
      `return [{json: {t: \`Hi ${hole("$json.name")}!\`, only: \`${hole("items[0].json.n")}\`, big: $json.n > 2}}]`,
      { name: "Ada", n: 3 },
      { t: "Hi Ada!", only: "3", big: true },
    ],
    ["return [{json: {'a-b': \"=x\", first: $json.list[0]}}]", { list: [4] }, { "a-b": "=x", first: 4 }],
    ['return [{"json": {"lines": "a\\n\\"b\\""}}]', {}, { lines: 'a\n"b"' }],
  ])("that only gives one item is its value: %s", (jsCode, input, expected) => {
    const made = code(jsCode);
    expect(ran(made, input as Json)).toEqual(expected);
    expect(noteOf(made, "Node")).toMatchObject({ fate: "mapped" });
  });

  it("that writes what is not there fails no run", () => {
    expect(ran(code(`return [{json: {t: \`${hole("$json.name")}\`}}]`), {})).toEqual({ t: "" });
  });

  it.each([
    "return items;",
    "return [{ json: { a: 1 } }, { json: { a: 2 } }];",
    "return [{ json: { ...$json, a: 1 } }];",
    "return [{ json: { a: $json.n + 1 } }];",
    "return [{ json: { a: f('x, y') } }];",
    "const a = 1; return [{ json: { a } }];",
    "return [{ json: { a: $json.name.toUpperCase() } }];",
    "return [{ json: { a: 'x' + 'y' } }];",
    "return [{ json: { a: 1 }, binary: {} }];",
    'return [{ json: { a: "\\x41" } }];',
    "return [{ json: { a: `x\n// kept`.trim() } }];",
    "return [{ json: { a: `{{ $json.x }}` } }];",
  ])("that does more stays code, and what differs is told: %s", (jsCode) => {
    const made = code(jsCode);
    expect(made.graph.nodes["Node"]).toMatchObject({ kind: "code", code: jsCode });
    expect(noteOf(made, "Node")).toMatchObject({
      fate: "approximated",
      message: expect.stringContaining("$input and items are not there"),
    });
  });
});

describe("what fails", () => {
  const url = "https://example.com/";
  it("is tried again as often and as far apart", () => {
    expect(one("httpRequest", { url }, { retryOnFail: true }).graph.nodes["Node"]).toMatchObject({
      retry: { maxAttempts: 3, initialMs: 1_000, coefficient: 1, jitter: 0 },
    });
    const more = { retryOnFail: true, maxTries: 9, waitBetweenTries: 250 };
    expect(one("httpRequest", { url }, more).graph.nodes["Node"]).toMatchObject({
      retry: { maxAttempts: 5, initialMs: 250 },
    });
  });

  it("goes on with its error, by the first output or by one of its own", () => {
    const flow = (onError: string, outputs: readonly (readonly string[])[]) =>
      imported(
        n8nFlow(
          {
            Start: START,
            Call: { type: "httpRequest", parameters: { url }, onError },
            Good: set({ way: "good", e: "={{ $json.error }}" }),
            Bad: set({ way: "bad", e: "={{ $json.error }}" }),
          },
          { Start: [["Call"]], Call: outputs },
        ),
      );
    expect(ran(flow("continueRegularOutput", [["Good"]]), {})).toEqual({
      way: "good",
      e: expect.any(String),
    });
    expect(ran(flow("continueErrorOutput", [["Good"], ["Bad"]]), {})).toEqual({
      way: "bad",
      e: expect.any(String),
    });
  });

  it("is no way of a node that cannot fail by itself here", () => {
    const made = imported(
      n8nFlow(
        {
          Start: START,
          Make: { ...set({ a: "1" }), onError: "continueErrorOutput" },
          Good: set({ way: "good" }),
          Bad: set({ way: "bad" }),
        },
        { Start: [["Make"]], Make: [["Good"], ["Bad"]] },
      ),
    );
    expect(ran(made, {})).toEqual({ way: "good" });
    expect(noteOf(made, "Make → Bad")).toMatchObject({ fate: "approximated" });
  });
});

describe("a Merge", () => {
  const merge = (parameters: object) =>
    imported(
      n8nFlow(
        {
          Start: START,
          One: set({ a: "1" }),
          Two: set({ a: "2" }),
          Both: { type: "merge", parameters },
          After: set({ a: "={{ $json.a }}" }),
          Answer: END,
        },
        {
          Start: [["One", "Two"]],
          One: [["Both:0"]],
          Two: [["Both:1"]],
          Both: [["After"]],
          After: [["Answer"]],
        },
      ),
    );
  const clash = (resolveClash: string) => ({ options: { clashHandling: { values: { resolveClash } } } });

  it.each([
    [{ mode: "combine", combineBy: "combineByPosition" }, "2"],
    [{ mode: "combine", combineBy: "combineByPosition", ...clash("preferInput1") }, "1"],
    [{ mode: "chooseBranch" }, "1"],
    [{ mode: "chooseBranch", output: "specifiedInput", useDataOfInput: "2" }, "2"],
    [{ mode: "chooseBranch", output: "specifiedInput" }, "1"],
    [{ mode: "chooseBranch", output: "empty" }, null],
  ])("%j gives %j", (parameters, a) => {
    expect(ran(merge(parameters), {})).toEqual({ a });
  });

  it.each([
    [{ mode: "combine", fieldsToMatchString: "a" }],
    [{ mode: "combineBySql", query: "SELECT 1" }],
    [{ mode: "removeKeyMatches" }],
  ])("that gives only what fits says so: %j", (parameters) => {
    expect(noteOf(merge(parameters), "Both")).toMatchObject({
      fate: "approximated",
      message: expect.stringContaining("only what fits"),
    });
  });
});

describe("what models are told", () => {
  const agent = (type: string, parameters: object, typeVersion = 1.7) =>
    one(type, parameters, { typeVersion });
  const nodeIn = ({ graph }: Imported) => graph.nodes["Node"] as { prompt: string; system?: string };

  it("by a chain are its messages, then its prompt", () => {
    const messageValues = [
      { message: "Be brief" },
      { type: "HumanMessagePromptTemplate", message: "=I am {{ $json.name }}" },
      { type: "AIMessagePromptTemplate", message: "Hello" },
    ];
    const made = agent("chainLlm", { promptType: "define", text: "Go", messages: { messageValues } });
    expect(nodeIn(made).system).toBe("Be brief");
    expect(nodeIn(made).prompt).toMatch(/^= 'I am ' \+ .*'\\n\\nGo'$/);
    expect(noteOf(made, "Node")?.message).toContain("Answers that it was shown (1) are not kept");
  });

  it.each([
    [1, "input"],
    [1.2, "chat_input"],
    [1.7, "chatInput"],
  ])("of version %d without a prompt is what a chat has sent", (version, field) => {
    expect(nodeIn(agent("agent", {}, version)).prompt).toBe(`= nodes.Start.output.?${field}.orValue(null)`);
  });

  it("by each form of the node of OpenAI are its messages, and what it does else is told", () => {
    const messages = [
      { role: "system", content: "S" },
      { role: "user", content: "U" },
    ];
    for (const parameters of [{ responses: { values: messages } }, { prompt: { messages } }])
      expect(nodeIn(agent("openAi", parameters))).toMatchObject({ system: "S", prompt: "U" });
    const image = agent("openAi", { resource: "image", operation: "generate", prompt: "A tree" });
    expect(noteOf(image, "Node")?.message).toContain('did "generate" of image');
    expect(noteOf(agent("chainLlm", { hasOutputParser: true }), "Node")?.message).toContain("output schema");
  });
});

it("a call says when nothing tells its name, when it comes from elsewhere, and does not wait where it did not", () => {
  const call = (parameters: object) => one("executeWorkflow", parameters);
  const workflowId = { value: "aB3", cachedResultName: "Sub flow" };
  expect(noteOf(call({ workflowId }), "Node")).toMatchObject({ fate: "mapped" });
  expect(noteOf(call({ workflowId: "42" }), "Node")).toMatchObject({
    fate: "approximated",
    message: expect.stringContaining("Nothing tells its name (42)"),
  });
  expect(noteOf(call({ workflowId, source: "parameter" }), "Node")).toMatchObject({ fate: "approximated" });
  expect(call({ workflowId, options: { waitForSubWorkflow: false } }).graph.nodes["Node"]).toMatchObject({
    workflow: "sub-flow",
    detached: true,
  });
});

it.each([
  [1, ["loop", "done"]],
  [2, ["loop", "done"]],
  [3, ["done", "loop"]],
])(
  "a loop over items of version %d leaves by its outputs in their order, and without items is done",
  (typeVersion, ports) => {
    const made = imported(
      n8nFlow(
        {
          Start: START,
          Each: { type: "splitInBatches", typeVersion },
          First: set({ way: "first" }),
          Second: set({ way: "second" }),
        },
        { Start: [["Each"]], Each: [["First"], ["Second"]] },
      ),
    );
    expect(made.graph.edges.slice(1).map(({ port }) => port)).toEqual(ports);
    expect(ran(made, {})).toEqual({ way: ports[0] === "done" ? "first" : "second" });
  },
);

it("says once that a node is done once for each item there, where a node may give several", () => {
  const items = ({ notes }: Imported) => notes.filter(({ what }) => what === "items").map(({ fate }) => fate);
  expect(items(one("splitOut", { fieldToSplitOut: "list" }))).toEqual(["approximated"]);
  expect(items(one("set", setting({ a: "1" })))).toEqual([]);
});

it("tells what of an answer is not sent, keeps the note of a node, and reads an error that is an object", () => {
  const answer = one("respondToWebhook", { respondWith: "redirect", options: { responseCode: 302 } });
  expect(noteOf(answer, "Node")?.message).toContain("Not kept: redirect, its status.");
  expect(one("noOp", {}, { notes: "Why it is here" }).graph.nodes["Node"]).toMatchObject({
    description: "Why it is here",
  });
  const failing = one("stopAndError", { errorType: "errorObject", errorObject: '{"code": 1}' });
  expect(failing.graph.nodes["Node"]).toMatchObject({ message: '{"code": 1}' });
});
