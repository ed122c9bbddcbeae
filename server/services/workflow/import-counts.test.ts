import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { validateGraph } from "#server/engine/graph/validate";
import { importWorkflow } from "#server/engine/import/import";
import { countFates, type ImportNote } from "#server/engine/import/report";
import { CONDUCTOR_ORDER } from "#server/engine/import/testing/conductor-order";
import { LANGGRAPH_AGENT } from "#server/engine/import/testing/langgraph-agent";
import { MERMAID_RELEASE } from "#server/engine/import/testing/mermaid-release";
import { N8N_SUPPORT } from "#server/engine/import/testing/n8n-support";

const FILE = new URL("../../../docs/editor.md", import.meta.url);
const TABLE = /(?<=\| file of \|.*\n\|---.*\n)(?:\|.*\|\n)*/;

/** Places of nodes: those that stand within others too. */
const NODE = /^\/(?:nodes\/\d+|tasks\/.*\d+)$/;
const isOfNode = ({ place, what }: ImportNote): boolean =>
  place.startsWith("line ") ? MERMAID_NODES.includes(what) : NODE.test(place);

const MERMAID_NODES = ["Start", "Build & test", "Lint (fast)", "Green?", "Release notes", "fix", "Done"];
const tasks = (file: object) => JSON.stringify(file).split('"taskReferenceName":').length - 1;

const FILES = [
  {
    format: "Conductor",
    what: "an order: a task of each type",
    size: tasks(CONDUCTOR_ORDER),
    source: { value: CONDUCTOR_ORDER },
  },
  {
    format: "LangGraph",
    what: "an agent with tools that goes round, and a graph inside a node",
    size: LANGGRAPH_AGENT.nodes.length,
    source: { value: LANGGRAPH_AGENT },
  },
  {
    format: "n8n",
    what: "support: the nodes that most workflows have, credentials, pinned data",
    size: N8N_SUPPORT.nodes.length,
    source: { value: N8N_SUPPORT },
  },
  {
    format: "Mermaid",
    what: "a release: each shape and arrow, a part within, colours",
    size: MERMAID_NODES.length,
    source: { text: MERMAID_RELEASE },
  },
] as const;

const said = ({ mapped, approximated, dropped }: ReturnType<typeof countFates>): string =>
  `${mapped} · ${approximated} · ${dropped}`;

function rowOf({ format, size, what, source }: (typeof FILES)[number]): string {
  const made = importWorkflow(source);
  if (!made.ok) throw new Error(`${made.place}: ${made.message}`);
  expect(validateGraph(made.graph).problems.filter(({ level }) => level === "error")).toEqual([]);
  // A graph inside a node is told at the place of its first one again.
  const nodes = made.notes.filter(
    (note, at, all) =>
      isOfNode(note) &&
      (note.place.startsWith("line ") || all.findIndex(({ place }) => place === note.place) === at),
  );
  expect(nodes, `${format}: a note for each node`).toHaveLength(size);
  const rest = made.notes.filter((note) => !nodes.includes(note));
  const cells = [size, said(countFates(nodes)), said(countFates(rest)), Object.keys(made.graph.nodes).length];
  return `| ${format} | ${what} | ${cells.join(" | ")} |\n`;
}

test("docs/editor.md says what became of the files that importers are tried with (UPDATE_IMPORTS=1 writes it)", () => {
  const rows = FILES.map(rowOf).join("");
  const text = readFileSync(FILE, "utf8");
  if (process.env["UPDATE_IMPORTS"] === "1") writeFileSync(FILE, text.replace(TABLE, rows));
  expect(TABLE.exec(readFileSync(FILE, "utf8"))?.[0]).toBe(rows);
});
