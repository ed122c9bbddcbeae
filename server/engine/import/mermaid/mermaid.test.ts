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
      ],
      default: "else",
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

it("ports that look alike stay apart, and one label is one port", () => {
  const { graph } = imported("A{Sure?}\nA -->|yes!| B\nA -->|yes?| C\nA -->|yes!| D");
  expect(graph.nodes["A"]).toMatchObject({
    cases: [
      { port: "yes", when: "input.way == 'yes'" },
      { port: "yes_2", when: "input.way == 'yes_2'" },
    ],
  });
  expect(graph.edges.map(({ target, port }) => `${port}>${target}`)).toEqual(["yes>B", "yes_2>C", "yes>D"]);
});

it("the only way without a condition is taken when no other is; of several none is", () => {
  expect(imported("A{?}\nA -->|input.n > 1| B\nA --> C").graph.nodes["A"]).toMatchObject({ default: "C" });
  for (const body of ["A{?}\nA -->|yes| B\nA -->|no| C", "A{?}\nA --> B"])
    expect(imported(body).graph.nodes["A"]).not.toHaveProperty("default");
});

it("a port with two conditions keeps the second on its edge", () => {
  const { graph } = imported('A{?}\nA -->|"yes: input.n > 1"| B\nA -->|"yes: input.m > 1"| C\nA -->|no| D');
  expect(graph.edges).toEqual([
    { source: "A", target: "B", port: "yes" },
    { source: "A", target: "C", port: "yes", when: "input.m > 1" },
    { source: "A", target: "D", port: "no" },
  ]);
});

it("an end that fails is one by its class", () => {
  for (const body of ["A --> B(((No)))", "A --> B(((No))):::stop"])
    expect(imported(body).graph.nodes["B"]).toMatchObject({ kind: "end" });
  for (const body of ["A --> B(((No))):::fail", "A --> B(((No)))\nA --> B:::fail"])
    expect(imported(body).graph.nodes["B"]).toMatchObject({ kind: "fail", message: "No" });
});

it("answers of people are ports", () => {
  const { graph, notes } = imported(
    'A[/Ship?/] -->|approved| B\nA -->|"denied: input.n > 1"| C\nA -->|later| D',
  );
  expect(graph.edges).toEqual([
    { source: "A", target: "B", port: "approved" },
    { source: "A", target: "C", port: "denied", when: "input.n > 1" },
    { source: "A", target: "D" },
  ]);
  expect(notes.find(({ what }) => what === "A → D")).toMatchObject({ fate: "approximated" });
});

it("statements of one line are read apart, words among them too", () => {
  const { graph, notes } = imported(
    'A --> B; subgraph one; C --> D; end; style A fill:#f9f; D --> E; click A "a; b"; class A,B hot; E --> F',
  );
  expect(arrows(graph)).toEqual(["A>B", "C>D", "D>E", "E>F"]);
  expect(Object.values(graph.layout?.frames ?? {})).toMatchObject([{ title: "one", nodes: ["C", "D"] }]);
  expect(notes.filter(({ fate }) => fate === "dropped").map(({ what }) => what)).toEqual([
    "style",
    "click",
    "class",
  ]);
});

it("a node may begin as a word does", () => {
  expect(arrows(imported("click[Click me] --> B\nsubgraphs --> endless\nstyle2 --> class_a").graph)).toEqual([
    "click>B",
    "subgraphs>endless",
    "style2>class_a",
  ]);
});

it("what is said of an edge by its name is no node", () => {
  const { graph, notes } = imported("A e1@--> B\ne1@{ animate: true }\nB e2@-.->|x| C");
  expect(Object.keys(graph.nodes)).toEqual(["A", "B", "C"]);
  expect(notes.find(({ what }) => what === "e1")).toMatchObject({ fate: "dropped", place: "line 3" });
});

it("shapes of one line do not run into each other", () => {
  const { graph } = imported("A[/x\\] --> B[/y/] --> C[\\z\\] --> D(-5) --> E(-w-)");
  expect(Object.entries(graph.nodes).map(([id, { name }]) => `${id} ${name}`)).toEqual([
    "A x",
    "B y",
    "C z",
    "D -5",
    "E w",
  ]);
});

it("an edge drawn twice with texts that are lost tells of both", () => {
  const { notes } = imported("A -->|one| B\nA -->|two| B");
  expect(
    notes
      .filter(({ what }) => what === "A → B")
      .map(({ message }) => /"(.*)"/.exec(message)?.[1])
      .sort(),
  ).toEqual(["one", "two"]);
});

it.each([
  ["A[open", "line 2"],
  ["A -->", "line 2"],
  ["A --> B\n--> C", "line 3"],
  ["subgraph x\nA", "line 2"],
  ["A\nend", "line 3"],
  ["A[x] B[y]", "line 2"],
  ["A@{ shape: rect", "line 2"],
])("what cannot be read is refused where it stands: %j", (body, place) => {
  expect(importWorkflow({ text: `flowchart LR\n${body}` })).toMatchObject({ ok: false, place });
});

it("names that every object has are nodes, ports and subgraphs like any other", () => {
  const { graph } = imported(
    "subgraph constructor\n__proto__{Which?}\nend\n__proto__ -->|constructor| toString\n__proto__ -->|__proto__| valueOf",
  );
  expect(Object.keys(graph.nodes)).toHaveLength(3);
  expect(graph.edges).toHaveLength(2);
});

it("a line that does not lead from the first to the second alone is told", () => {
  for (const arrow of ["---", "===", "-.-", "<-->", "o--o", "x--x", "-- ---", "<== ==>"]) {
    const { notes } = imported(`A ${arrow.replace(" ", " x ")} B`);
    const [told] = notes.filter(({ what }) => what === "A → B");
    expect(told, arrow).toMatchObject({ fate: "approximated" });
  }
  for (const [arrow, head] of [
    ["e1@---", "no head"],
    ["<-.->", "both ends"],
  ])
    expect(imported(`A ${arrow} B`).notes.find(({ what }) => what === "A → B")?.message).toContain(head);
  for (const arrow of ["-->", "==>", "-.->", "--o", "--x", "e1@-->"])
    expect(imported(`A ${arrow} B`).notes.find(({ what }) => what === "A → B")).toMatchObject({
      fate: "mapped",
    });
});

it("a name that no node may have here is still shown", () => {
  const { nodes } = imported("1 --> a.b --> c").graph;
  expect(Object.entries(nodes).map(([id, { name }]) => `${id} ${name}`)).toEqual([
    "node 1",
    "a_b a.b",
    "c undefined",
  ]);
});

it("a class of joins says of each node that it names how it waits, and any other class how it looks", () => {
  const made = importWorkflow({
    text: "flowchart LR\n  a --> c & d\n  b --> c & d\n  class c,d join_any; class a big\n  class b join_0",
  });
  if (!made.ok) throw new Error(made.message);
  const { a, b, c, d } = made.graph.nodes;
  expect([a, b, c, d].map((node) => node?.join)).toEqual([undefined, undefined, "any", "any"]);
  expect(made.notes.filter(({ fate }) => fate === "dropped").map(({ place }) => place)).toEqual([
    "line 4",
    "line 5",
  ]);
});
