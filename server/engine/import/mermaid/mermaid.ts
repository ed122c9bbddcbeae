import { compileExpression } from "../../expression/index.ts";
import type { GraphNode } from "../../graph/graph.ts";
import { groupBy } from "../../graph/topology.ts";
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
  const drawing = drawingOf(chart);
  for (const node of chart.nodes.values()) addNode(maker, node, drawing);
  for (const edge of chart.edges) addEdge(maker, edge, drawing);
  for (const { line, word } of chart.looks)
    maker.note("dropped", { place: `line ${line}`, what: word }, "It says how something looks.");
  const graph = framed(maker.graph({ name: chart.title ?? "Flowchart" }), maker, chart.groups);
  return { ok: true, format: "mermaid", graph, notes: maker.notes };
}

/** What is looked up of a chart again and again. */
type Drawing = {
  readonly leaving: ReadonlyMap<string, readonly MermaidEdge[]>;
  readonly targets: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
};

function drawingOf({ edges, groups }: MermaidChart): Drawing {
  const seen = edges.filter(({ unseen }) => !unseen);
  return {
    leaving: groupBy(seen, ({ source }) => source),
    targets: new Set(seen.map(({ target }) => target)),
    groups: new Set(groups.map(({ id }) => id)),
  };
}

function addNode(maker: GraphMaker, node: MermaidNode, drawing: Drawing): void {
  if (drawing.groups.has(node.id)) return;
  const id = maker.names.of(node.id);
  const thing = { place: `line ${node.line}`, what: node.label ?? node.id };
  const made = nodeOf(node, drawing, id);
  const name = shownText(node.label ?? "", 120);
  maker.add(id, { ...made.node, ...(name && name !== id ? { name } : {}) } as GraphNode);
  maker.note(made.fate, thing, made.message, id);
}

type Made = { readonly node: GraphNode; readonly fate: "mapped" | "approximated"; readonly message: string };

function nodeOf({ id, label, shape }: MermaidNode, drawing: Drawing, own: string): Made {
  const leaves = drawing.leaving.get(id) ?? [];
  if (shape === "stadium" || shape === "circle") return endOrStart(leaves.length, drawing.targets.has(id));
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

function endOrStart(leaving: number, reached: boolean): Made {
  if (leaving === 0) return { node: { kind: "end" }, fate: "mapped", message: "A run ends here." };
  if (reached) return PASSING;
  return { node: { kind: "transform", output: "= input" }, fate: "mapped", message: "A run starts here." };
}

/** A condition in a label, alone or behind the name of a port, is that of its port; another label is only its name. */
function casesOf(edges: readonly MermaidEdge[]): { port: string; when: string }[] {
  const ports = new Map(edges.map((edge, at) => [portOf(edge, at), edge.label ?? ""]));
  return [...ports].map(([port, label]) => ({
    port,
    when: conditionIn(label)?.when ?? `input.way == '${port}'`,
  }));
}

/** `input.n > 1`, `yes: input.n > 1`. */
function conditionIn(label: string): { readonly port?: string; readonly when: string } | null {
  if (isCondition(label)) return { when: label };
  const [, port, when = ""] = /^([A-Za-z][\w-]{0,63}): (.+)$/.exec(label) ?? [];
  return port !== undefined && isCondition(when) ? { port, when } : null;
}

function isCondition(label: string): boolean {
  const compiled = /[=<>!.(]/.test(label) ? compileExpression(label) : null;
  return compiled?.ok === true && compiled.expression.paths.length > 0;
}

function portOf({ label, target }: MermaidEdge, at: number): string {
  const plain = (conditionIn(label ?? "")?.port ?? label ?? target)
    .slice(0, 1_000)
    .replace(/[^A-Za-z0-9_-]+/g, "_")
    .replace(/^[^A-Za-z]+|_+$/g, "")
    .slice(0, 64);
  return plain === "" ? `way${at + 1}` : plain;
}

function addEdge(maker: GraphMaker, edge: MermaidEdge, { leaving }: Drawing): void {
  const thing: Thing = { place: `line ${edge.line}`, what: `${edge.source} → ${edge.target}` };
  if (edge.unseen) {
    maker.note("dropped", thing, "It is not seen, and only keeps its nodes apart.");
    return;
  }
  const [source, target] = [maker.names.find(edge.source), maker.names.find(edge.target)];
  if (source === undefined || target === undefined) {
    maker.note("dropped", thing, "It leads to or from a whole subgraph: draw it to one of its nodes.");
    return;
  }
  if (maker.node(source)?.kind === "decision") {
    const port = portOf(edge, leaving.get(edge.source)?.indexOf(edge) ?? 0);
    maker.connect({ source, target, port }, thing, AN_EDGE);
    return;
  }
  const when = edge.label === null ? undefined : conditionIn(edge.label)?.when;
  maker.connect(
    { source, target, when },
    thing,
    edge.label === null || when ? AN_EDGE : lostLabel(edge.label),
  );
}

const AN_EDGE = { fate: "mapped", message: "An edge." } as const;

function lostLabel(label: string) {
  return {
    fate: "approximated",
    message: `Its label "${label.slice(0, 200)}" is not kept: give the edge a condition.`,
  } as const;
}
