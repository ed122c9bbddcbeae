import { expect, it } from "vitest";
import type { Graph } from "../../graph/graph.ts";
import { importWorkflow } from "../import.ts";
import type { Imported } from "../report.ts";
import { isMermaid } from "./parse.ts";

function imported(body: string, head = "flowchart LR"): Imported {
  const made = importWorkflow({ text: `${head}\n${body}` });
  if (!made.ok) throw new Error(`${made.place}: ${made.message}`);
  return made;
}
const arrows = ({ edges }: Graph) => edges.map(({ source, target }) => `${source}>${target}`);

it.each([
  ["A --> B"],
  ["A-->B"],
  ["A --- B"],
  ["A ----> B"],
  ["A ==> B"],
  ["A === B"],
  ["A -.-> B"],
  ["A -.- B"],
  ["A -..-> B"],
  ["A --o B"],
  ["A --x B"],
  ["A <--> B"],
  ["A o--o B"],
  ["A x--x B"],
  ["A e1@--> B"],
  ["A --> B;"],
  ["A --> B %% why"],
  ["A:::hot --> B:::cold"],
])("reads an arrow: %s", (line) => {
  expect(arrows(imported(line).graph)).toEqual(["A>B"]);
});

it.each([
  ["A -->|no way| B"],
  ['A -->|"no way"| B'],
  ["A --->|no way| B"],
  ["A -- no way --> B"],
  ["A --no way--- B"],
  ['A -- "no way" --> B'],
  ["A -. no way .-> B"],
  ["A -.no way.-> B"],
  ["A == no way ==> B"],
  ["A ==no way==> B"],
  ["A -.->|no way| B"],
  ["A ==>|no way| B"],
])("reads the label of an arrow: %s", (line) => {
  const { graph } = imported(`A{Which?}\n${line}`);
  expect(graph.edges).toEqual([{ source: "A", target: "B", port: "no_way" }]);
});

it("reads several sources and targets, and ways of several steps", () => {
  expect(arrows(imported("A & B --> C & D").graph)).toEqual(["A>C", "A>D", "B>C", "B>D"]);
  expect(arrows(imported("A --> B -- x --> C -.-> D; E-->F").graph)).toEqual(["A>B", "B>C", "C>D", "E>F"]);
  const unseen = imported("A --> B ~~~ C");
  expect(arrows(unseen.graph)).toEqual(["A>B"]);
  expect(unseen.notes.find(({ what }) => what === "B → C")).toMatchObject({
    fate: "dropped",
    place: "line 2",
  });
});

it.each([
  ["A[Some text]", "Some text", "transform"],
  ["A(Some text)", "Some text", "transform"],
  ["A([Some text])", "Some text", "end"],
  ["A[[Some text]]", "Some text", "subworkflow"],
  ["A[(Some text)]", "Some text", "transform"],
  ["A((Some text))", "Some text", "end"],
  ["A(((Some text)))", "Some text", "end"],
  ["A(-Some text-)", "Some text", "transform"],
  ["A{{Some text}}", "Some text", "transform"],
  ["A>Some text]", "Some text", "transform"],
  ["A[/Some text/]", "Some text", "approval"],
  ["A[\\Some text\\]", "Some text", "approval"],
  ["A[/Some text\\]", "Some text", "approval"],
  ['A["Some [text]; (1) {x} | y"]', "Some [text]; (1) {x} | y", "transform"],
  ['A["`Some **bold** text`"]', "Some bold text", "transform"],
  ["A[one; two]", "one; two", "transform"],
  ['A["one<br/>two"]', "one two", "transform"],
  ['A["one\ntwo"]', "one two", "transform"],
  ['A["#35; #amp; &lt; #quot;x#quot; #9829; &#38;"]', '# & < "x" ♥ &', "transform"],
  ['A@{ shape: rect, label: "Some text" }', "Some text", "transform"],
  ["A@{ shape: subproc, label: 'Some text' }", "Some text", "subworkflow"],
  ["A@{ shape: lean-r, label: Some text }", "Some text", "approval"],
  ['A@{\n  shape: stadium\n  label: "Some text"\n}', "Some text", "end"],
  ['A@{ shape: nonesuch, label: "Some text" }', "Some text", "transform"],
])("reads a shape and its text: %j", (line, name, kind) => {
  expect(imported(line).graph.nodes["A"]).toMatchObject({ name, kind });
});

it("reads a decision of either form, with conditions in its labels", () => {
  for (const shape of ["A{Which?}", 'A@{ shape: diam, label: "Which?" }']) {
    const { graph } = imported(
      `${shape}\nA -->|input.n > 1| B\nA -->|"no: input.n == 0"| C\nA -- else --> D`,
    );
    expect(graph.nodes["A"]).toMatchObject({
      kind: "decision",
      cases: [
        { port: "input_n_1", when: "input.n > 1" },
        { port: "no", when: "input.n == 0" },
        { port: "else", when: "input.way == 'else'" },
      ],
    });
  }
});

it("leaves comments out, and tells of directives and of what only says how it looks", () => {
  const body = `%% a comment; A --> Z
%%{init: {'theme': 'dark'}}%%
%%{
  config: { "x": 1 }
}%%
accTitle: A title
accDescr {
  A --> Y
}
A --> B %% behind
linkStyle 0 stroke:#f00
click A href "https://example.com/" "tip"
subgraph one
  direction TB
  C["50%% of it"]
end`;
  const { graph, notes } = imported(
    body,
    "---\nconfig:\n  theme: forest\ntitle: 'It''s: it'\n---\nflowchart TD",
  );
  expect(graph.name).toBe("It's: it");
  expect(Object.keys(graph.nodes)).toEqual(["A", "B", "C"]);
  expect(graph.nodes["C"]?.name).toBe("50%% of it");
  expect(notes.filter(({ fate }) => fate === "dropped").map(({ place, what }) => `${place} ${what}`)).toEqual(
    [
      "line 2 config",
      "line 8 directive",
      "line 9 directive",
      "line 13 accDescr",
      "line 12 accTitle",
      "line 17 linkStyle",
      "line 18 click",
      "line 20 direction",
    ],
  );
});

it("finds the flowchart in a text of Markdown, and names its lines", () => {
  const text = "# Release\n\nIt goes so:\n\n```mermaid\nflowchart LR\n  A --> B\n  B -->\n```\n\nAnd so on.";
  expect(isMermaid(text)).toBe(true);
  expect(importWorkflow({ text })).toMatchObject({ ok: false, place: "line 8" });
  expect(importWorkflow({ text: text.replace("  B -->\n", "") })).toMatchObject({ ok: true });
});

it("refuses more than a graph can be, and says where, whatever a line promises", () => {
  const many = (name: string) => Array.from({ length: 1_000 }, (_, at) => `${name}${at}`).join(" & ");
  expect(importWorkflow({ text: `flowchart LR\n${many("a")} --> ${many("b")}` })).toMatchObject({
    ok: false,
    place: "line 2",
    message: expect.stringContaining("20000 edges"),
  });
  const nodes = Array.from({ length: 6_000 }, (_, at) => `n${at}`).join("\n");
  expect(importWorkflow({ text: `flowchart LR\n${nodes}` })).toMatchObject({
    ok: false,
    place: "line 5002",
    message: expect.stringContaining("5000 nodes"),
  });
});
