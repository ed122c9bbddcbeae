import { compileExpression } from "../../expression/index.ts";
import type { GraphNode } from "../../graph/graph.ts";
import { shownText, slugName } from "../foreign-names.ts";
import { GraphMaker, type Thing } from "../graph-maker.ts";
import type { Imported, NotImported } from "../report.ts";
import { framed } from "./frames.ts";
import { type MermaidChart, type MermaidEdge, type MermaidNode, parseMermaid } from "./parse.ts";

/** Reads a flowchart of Mermaid: what is drawn, since what a node does is not in it. */
export function importMermaid(text: string): Imported | NotImported {
  const parsed = parseMermaid(text);
  if (!parsed.ok) return { ok: false, place: `line ${parsed.line}`, message: parsed.message };
  const { chart } = parsed;
  if (chart.nodes.size === 0) return { ok: false, place: "line 1", message: "The flowchart has no nodes." };
  const maker = new GraphMaker();
  for (const node of chart.nodes.values()) addNode(maker, node, chart);
  for (const edge of chart.edges) addEdge(maker, edge, chart);
  for (const { line, word } of chart.looks)
    maker.note("dropped", { place: `line ${line}`, what: word }, "It says how something looks.");
  const graph = framed(maker.graph({ name: chart.title ?? "Flowchart" }), maker, chart.groups);
  return { ok: true, format: "mermaid", graph, notes: maker.notes };
}

function addNode(maker: GraphMaker, node: MermaidNode, chart: MermaidChart): void {
  if (chart.groups.some(({ id }) => id === node.id)) return;
  const id = maker.names.of(node.id);
  const thing = { place: `line ${node.line}`, what: node.label ?? node.id };
  const made = nodeOf(node, chart, id);
  const name = shownText(node.label ?? "", 120);
  maker.add(id, { ...made.node, ...(name && name !== id ? { name } : {}) } as GraphNode);
  maker.note(made.fate, thing, made.message, id);
}

type Made = { readonly node: GraphNode; readonly fate: "mapped" | "approximated"; readonly message: string };

function nodeOf({ id, label, shape }: MermaidNode, chart: MermaidChart, own: string): Made {
  const leaves = chart.edges.filter(({ source }) => source === id);
  if (shape === "stadium" || shape === "circle") return endOrStart(id, leaves.length, chart);
  if (shape === "decision" && leaves.length > 0)
    return {
      node: { kind: "decision", cases: casesOf(leaves) },
      fate: "approximated",
      message: "A decision with a port for each of its edges: say when each is taken.",
    };
  if (shape === "subroutine")
    return {
      node: { kind: "subworkflow", workflow: slugName(label ?? id), input: "= input" },
      fate: "approximated",
      message: "A call of the workflow of that name.",
    };
  if (shape === "input")
    return {
      node: { kind: "approval", title: shownText(label ?? id, 200) || own },
      fate: "approximated",
      message: "Something that people give: a decision of theirs.",
    };
  return PASSING;
}

const PASSING: Made = {
  node: { kind: "transform", output: "= input" },
  fate: "approximated",
  message:
    "A drawing does not say what is done here: it passes its input on until another node takes its place.",
};

function endOrStart(id: string, leaving: number, { edges }: MermaidChart): Made {
  if (leaving === 0) return { node: { kind: "end" }, fate: "mapped", message: "A run ends here." };
  if (edges.some(({ target }) => target === id)) return PASSING;
  return { node: { kind: "transform", output: "= input" }, fate: "mapped", message: "A run starts here." };
}

/** A label that is an expression is the condition; another one is only the name of the port. */
function casesOf(edges: readonly MermaidEdge[]): { port: string; when: string }[] {
  const ports = new Map(edges.map((edge, at) => [portOf(edge, at), edge.label ?? ""]));
  return [...ports].map(([port, label]) => ({
    port,
    when: isCondition(label) ? label : `input.way == '${port}'`,
  }));
}

function isCondition(label: string): boolean {
  const compiled = /[=<>!.(]/.test(label) ? compileExpression(label) : null;
  return compiled?.ok === true && compiled.expression.paths.length > 0;
}

function portOf({ label, target }: MermaidEdge, at: number): string {
  const plain = (label ?? target)
    .replace(/[^A-Za-z0-9_-]+/g, "_")
    .replace(/^[^A-Za-z]+|_+$/g, "")
    .slice(0, 64);
  return plain === "" ? `way${at + 1}` : plain;
}

function addEdge(maker: GraphMaker, edge: MermaidEdge, chart: MermaidChart): void {
  const thing: Thing = { place: `line ${edge.line}`, what: `${edge.source} → ${edge.target}` };
  const [source, target] = [maker.names.find(edge.source), maker.names.find(edge.target)];
  if (source === undefined || target === undefined) {
    maker.note("dropped", thing, "It leads to or from a whole subgraph: draw it to one of its nodes.");
    return;
  }
  const leaves = chart.edges.filter((each) => each.source === edge.source);
  const decides = maker.node(source)?.kind === "decision";
  const lost = edge.label !== null && !decides;
  maker.connect(
    { source, target, ...(decides ? { port: portOf(edge, leaves.indexOf(edge)) } : {}) },
    thing,
    lost
      ? { fate: "approximated", message: `Its label "${edge.label}" is not kept: give the edge a condition.` }
      : { fate: "mapped", message: "An edge." },
  );
}
