import { expect, it } from "vitest";
import { ending } from "../../testing/run-graph.ts";
import { importWorkflow } from "../import.ts";
import type { Imported } from "../report.ts";
import { importedFile, type LangFile, langFile, ranAs } from "../testing/langgraph-runs.ts";

/** As `draw_mermaid` writes a graph. */
function drawn({ nodes, edges }: LangFile, marks: Readonly<Record<string, string>> = {}): string {
  const idOf = (id: string) => id.replaceAll(":", "\\3a");
  const shown = nodes.map(({ id }) => {
    if (/^__/.test(id)) return `\t${id}([<p>${id}</p>]):::${id === "__start__" ? "first" : "last"}`;
    const mark = marks[id];
    const name = id.split(":").at(-1);
    return `\t${idOf(id)}(${name}${mark ? `<hr/><small><em>__interrupt = ${mark}</em></small>` : ""})`;
  });
  const arrows = edges.map(({ source, target, conditional, data }) => {
    const label = data === undefined ? "" : ` &nbsp;${data}&nbsp; `;
    const arrow = conditional ? (label ? `-.${label}.->` : "-.->") : "-->";
    return `\t${idOf(source)} ${arrow} ${idOf(target)};`;
  });
  const looks = ["\tclassDef default fill:#f2f0ff,line-height:1.2", "\tclassDef first fill-opacity:0"];
  const front = ["---", "config:", "  flowchart:", "    curve: linear", "---"];
  return [...front, "graph TD;", ...shown, ...arrows, ...looks].join("\n");
}

function fromText(text: string): Imported {
  const made = importWorkflow({ text });
  if (!made.ok) throw new Error(`${made.place}: ${made.message}`);
  return made;
}

it.each([
  ["an agent with tools", ["__start__>agent", "agent?>tools", "agent?end>__end__", "tools>agent"]],
  ["ways at the start", ["__start__?left>a", "__start__?right>b", "a>__end__", "b>__end__"]],
  ["a graph within a node", ["__start__>in:a", "in:a>in:b", "in:b>z", "z>__end__"]],
])("a drawing of LangGraph is the graph that it is of: %s", (_what, lines) => {
  const { nodes: all, edges: ways } = langFile(lines);
  const file = { nodes: all.map(({ id }) => ({ id, data: { name: id.split(":").at(-1) } })), edges: ways };
  const made = fromText(drawn(file));
  expect(made.format).toBe("langgraph");
  const { nodes, edges, limits } = importedFile(file).graph;
  expect(made.graph).toMatchObject({ nodes, edges, limits });
  expect(made.notes.filter(({ place }) => /^\/./.test(place))).toEqual([]);
});

it("what is drawn dotted is one of several ways, and not all of them", () => {
  const file = langFile(["__start__>a", "a?x>b", "a?y>c", "b>__end__", "c>__end__"]);
  const { outcome, visits } = ranAs(fromText(drawn(file)), () => "y");
  expect(ending(outcome)).toBe("succeeded");
  expect(visits).toEqual({ a: 1, c: 1 });
});

it("where a run is interrupted people are asked, and each part of the text is told by its line", () => {
  const file = langFile(["__start__>a", "a>send", "send>__end__"]);
  const made = fromText(drawn(file, { send: "before" }));
  expect(made.graph.nodes["before_send"]).toMatchObject({ kind: "approval" });
  expect(made.notes).toContainEqual(
    expect.objectContaining({ place: "line 9", what: "send", message: expect.stringContaining("before it") }),
  );
  expect(made.notes.filter(({ fate }) => fate === "dropped").map(({ place }) => place)).toEqual([
    "line 2",
    "line 14",
    "line 15",
  ]);
});
