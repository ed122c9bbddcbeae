import { expect, it } from "vitest";
import { importWorkflow } from "./import.ts";
import { readImport } from "./read-import.ts";
import { given, n8nFlow, setting } from "./testing/n8n-flow.ts";

const many = <T>(count: number, make: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at));
const MB = 1_000_000;
const task = (at: number) => ({ name: "a", taskReferenceName: `a${at}` });

it.each<[string, object, string, RegExp]>([
  [
    "LangGraph nodes",
    { nodes: many(6_000, (at) => ({ id: `${at}` })), edges: [] },
    "/nodes",
    /5000 nodes.*6000/,
  ],
  [
    "LangGraph edges",
    { nodes: [{ id: "a" }], edges: many(100_000, () => ({ source: "a", target: "a" })) },
    "/edges",
    /20000 edges.*100000/,
  ],
  [
    "n8n nodes",
    { nodes: many(50_000, (at) => ({ name: `${at}`, type: "x" })), connections: {} },
    "/nodes",
    /5000 nodes.*50000/,
  ],
  [
    "n8n connections",
    {
      nodes: [{ name: "a", type: "x" }],
      connections: { a: { main: [many(100_000, () => ({ node: "a" }))] } },
    },
    "/connections",
    /20000 edges.*100000/,
  ],
  ["Conductor tasks", { name: "x", tasks: many(6_000, task) }, "/tasks", /5000 tasks.*6000/],
  [
    "Conductor tasks within a task",
    { name: "x", tasks: [{ ...task(0), type: "FORK_JOIN", forkTasks: [many(6_000, (at) => task(at + 1))] }] },
    "/tasks",
    /5000 tasks.*6001/,
  ],
])("too many are refused before they are looked at: %s", (_what, value, place, message) => {
  expect(importWorkflow({ value })).toMatchObject({
    ok: false,
    place,
    message: expect.stringMatching(message),
  });
});

it("what is nested too deeply is refused, and says where", () => {
  let tasks: object[] = [task(0)];
  for (let at = 1; at < 200; at++) tasks = [{ ...task(at), type: "SWITCH", defaultCase: tasks }];
  expect(importWorkflow({ value: { name: "x", tasks } })).toMatchObject({
    ok: false,
    place: expect.stringContaining("/tasks/0/defaultCase/0"),
    message: expect.stringContaining("nested"),
  });
  expect(readImport(`${"[".repeat(MB)}${"]".repeat(MB)}`)).toMatchObject({ ok: false });
  expect(readImport(`a: ${"[".repeat(10_000)}`)).toMatchObject({ ok: false });
});

it.each([
  ["slanted shapes that never close", `flowchart LR\n${"a[/x;".repeat(MB / 2)}`],
  ["words one after another", `flowchart LR\n${"class a b;".repeat(MB / 4)}`],
  ["a subgraph of one line", `flowchart LR\nsubgraph ${"a".repeat(4 * MB)}`],
  ["quotes in a subgraph", `flowchart LR\nsubgraph ${'"'.repeat(4 * MB + 1)}`],
  ["edges with names", `flowchart LR\na ${"e1@--> a ".repeat(MB / 4)}`],
])("a flowchart is read, or refused, in the time that its length takes: %s", (_what, text) => {
  expect(importWorkflow({ text })).toEqual(expect.objectContaining({ ok: expect.any(Boolean) }));
});

/** Texts on which a pattern would go back and forth for hours. */
it.each<[string, unknown]>([
  [
    "holes that never close",
    n8nFlow({ a: { type: "set", parameters: setting({ x: `=${"{{".repeat(MB)}` }) } }, {}),
  ],
  [
    "space in a comparison",
    n8nFlow({ a: { type: "set", parameters: setting({ x: `={{ a${" ".repeat(MB)}b }}` }) } }, {}),
  ],
  [
    "a space at a time in a comparison",
    n8nFlow({ a: { type: "set", parameters: setting({ x: `={{ ${"a ".repeat(1_900)}= }}` }) } }, {}),
  ],
  [
    "space in a condition",
    n8nFlow(
      { a: { type: "if", parameters: given([[`={{ $json.a${" ".repeat(MB)}b }}`, "string", "equals"]]) } },
      {},
    ),
  ],
  ["a name of underscores", n8nFlow({ [`a${"_".repeat(MB)}b`]: { type: "noOp" } }, {})],
  [
    "steps of a path",
    n8nFlow({ a: { type: "set", parameters: setting({ x: `={{ $json${".a".repeat(MB)} }}` }) } }, {}),
  ],
  ["halves of a token", n8nFlow({ a: { type: "slack", parameters: { x: "-eyJ".repeat(MB) } } }, {})],
  [
    "marks of parameters",
    n8nFlow({ a: { type: "slack", parameters: { x: `https://a.b/${"?".repeat(MB)}` } } }, {}),
  ],
  [
    "brackets in a path",
    { name: "x", tasks: [{ ...task(0), inputParameters: { x: ["$", "{", "[".repeat(MB), "}"].join("") } }] },
  ],
  [
    "digits of a duration",
    { name: "x", tasks: [{ ...task(0), type: "WAIT", inputParameters: { duration: "1".repeat(MB) } }] },
  ],
])("a text is read in the time that its length takes: %s", (_what, value) => {
  expect(importWorkflow({ value })).toMatchObject({ ok: true });
});

it.each([
  ["space where an arrow would end", `A -- ${" ".repeat(MB)}`],
  ["dashes", `A ${"-".repeat(MB)}`],
  ["quotes", `A["${'"'.repeat(MB)}`],
  ["space in a label", `A[${" ".repeat(MB)}`],
  ["space before a comment", `A${" ".repeat(MB)}%`],
  ["lines that never close", 'A["x\n'.repeat(20_000)],
  ["fields that never close", "a@{\n".repeat(100_000)],
  ["ids of dashes", `${"a-".repeat(MB / 2)} --> `],
])("a line is read in the time that its length takes: %s", (_what, body) => {
  expect(importWorkflow({ text: `flowchart LR\n${body}` })).toMatchObject({
    ok: false,
    place: expect.stringMatching(/^line 2/),
  });
});

it("names that every object has are names like others, or refused", () => {
  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    const flow = JSON.stringify(
      n8nFlow(
        {
          NAME: {
            type: "if",
            parameters: { conditions: { NAME: [{ value1: "={{ $json.NAME }}", operation: "NAME" }] } },
          },
          b: { type: "set", parameters: setting({ NAME: "={{ $('NAME').item.json['NAME'] }}" }) },
          c: { type: "NAME", parameters: { NAME: 1, color: "NAME" } },
          d: { type: "wait", parameters: { amount: 1, unit: "NAME" } },
          e: { type: "stickyNote", parameters: { color: "NAME" } },
          f: {
            type: "switch",
            parameters: { dataType: "NAME", value1: "x", rules: { rules: [{ operation: "NAME" }] } },
          },
        },
        { NAME: [["b"], ["NAME"]] },
      ),
    );
    const conductor = JSON.stringify({
      name: "NAME",
      tasks: [
        { name: "NAME", taskReferenceName: "NAME", type: "SWITCH", decisionCases: { NAME: [task(1)] } },
        { ...task(2), type: "HTTP", inputParameters: { http_request: { uri: "x", headers: { NAME: "x" } } } },
        { ...task(3), type: "NAME", inputParameters: { NAME: ["$", "{NAME.output.NAME}"].join("") } },
      ],
    });
    const langgraph = JSON.stringify({
      nodes: [{ id: "NAME", type: "NAME" }],
      edges: [{ source: "NAME", target: "NAME" }],
    });
    for (const text of [flow, conductor, langgraph]) {
      const read = importWorkflow({ value: JSON.parse(text.replaceAll("NAME", name)) });
      if (!read.ok) expect(name).toBe("__proto__");
    }
  }
});
