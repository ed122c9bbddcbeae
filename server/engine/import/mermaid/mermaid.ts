import type { GraphNode } from "../../graph/graph.ts";
import { groupBy } from "../../graph/topology.ts";
import { shownText, slugName } from "../foreign-names.ts";
import { asText, GraphMaker, type Thing } from "../graph-maker.ts";
import type { Imported, NotImported } from "../report.ts";
import { importDrawn, isDrawnLangGraph } from "./drawn-langgraph.ts";
import { framed } from "./frames.ts";
import { lookNote } from "./lines.ts";
import { type MermaidChart, type MermaidEdge, type MermaidNode, parseMermaid } from "./parse.ts";
import { conditionIn, type EdgePort, portsOf } from "./ports.ts";

/** Reads a flowchart of Mermaid: what is drawn, since what a node does is not in it. */
export function importMermaid(text: string): Imported | NotImported {
  const parsed = parseMermaid(text);
  if (!parsed.ok) return { ok: false, place: `line ${parsed.line}`, message: parsed.message };
  const { chart } = parsed;
  if (chart.nodes.size === 0) return { ok: false, place: "line 1", message: "The flowchart has no nodes." };
  if (isDrawnLangGraph(chart)) return importDrawn(chart);
  const maker = new GraphMaker();
  const drawing = drawingOf(chart);
  for (const node of chart.nodes.values()) addNode(maker, node, drawing);
  for (const edge of chart.edges) addEdge(maker, edge, drawing);
  for (const look of chart.looks) maker.notes.push(lookNote(look));
  const graph = framed(maker.graph({ name: chart.title ?? "Flowchart" }), maker, chart.groups);
  return { ok: true, format: "mermaid", graph, notes: maker.notes };
}

/** What is looked up of a chart again and again. */
type Drawing = {
  readonly leaving: ReadonlyMap<string, readonly MermaidEdge[]>;
  readonly targets: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  readonly joins: MermaidChart["joins"];
  /** Ports of the edges that leave decisions. */
  readonly ports: Map<MermaidEdge, EdgePort>;
};

function drawingOf({ edges, groups, joins }: MermaidChart): Drawing {
  const seen = edges.filter(({ unseen }) => !unseen);
  return {
    leaving: groupBy(seen, ({ source }) => source),
    targets: new Set(seen.map(({ target }) => target)),
    groups: new Set(groups.map(({ id }) => id)),
    joins,
    ports: new Map(),
  };
}

function addNode(maker: GraphMaker, node: MermaidNode, drawing: Drawing): void {
  if (drawing.groups.has(node.id)) return;
  const id = maker.names.of(node.id);
  const thing = { place: `line ${node.line}`, what: node.label ?? node.id };
  const made = nodeOf(node, drawing, id);
  const name = shownText(node.label ?? node.id, 120);
  const join = drawing.joins.get(node.id);
  maker.add(id, {
    ...made.node,
    ...(name && name !== id ? { name } : {}),
    ...(join ? { join } : {}),
  } as GraphNode);
  maker.note(made.fate, thing, made.message, id);
}

type Made = { readonly node: GraphNode; readonly fate: "mapped" | "approximated"; readonly message: string };

function nodeOf({ id, label, shape, fails }: MermaidNode, drawing: Drawing, own: string): Made {
  const leaves = drawing.leaving.get(id) ?? [];
  if (fails && leaves.length === 0) return failing(label ?? own);
  if (shape === "stadium" || shape === "circle") return endOrStart(leaves.length, drawing.targets.has(id));
  if (shape === "decision" && leaves.length > 0) return decision(leaves, drawing);
  return named(shape, label ?? id, own);
}

/** What a shape means by its form alone, and its text. */
function named(shape: MermaidNode["shape"], text: string, own: string): Made {
  if (shape === "subroutine")
    return {
      node: { kind: "subworkflow", workflow: slugName(text), input: "= input" },
      fate: "approximated",
      message: "A call of the workflow of that name.",
    };
  if (shape === "input")
    return {
      node: { kind: "approval", title: shownText(text, 200) || own },
      fate: "approximated",
      message: "Something that people give: a decision of theirs.",
    };
  return PASSING;
}

function failing(message: string): Made {
  return {
    node: { kind: "fail", message: asText(message) },
    fate: "approximated",
    message: "A run fails here: say why.",
  };
}

function decision(leaves: readonly MermaidEdge[], drawing: Drawing): Made {
  const { cases, default: other, said, of } = portsOf(leaves);
  for (const [edge, port] of of) drawing.ports.set(edge, port);
  return {
    node: { kind: "decision", cases: [...cases], ...(other === undefined ? {} : { default: other }) },
    fate: "approximated",
    message: said
      ? "A decision: the first way of which the condition holds is taken, in the order in which they are drawn. Look whether that is the order meant."
      : 'A decision with a port for each of its edges: say when each is taken. Until then a run whose input has no "way" fails when it is asked.',
  };
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

function addEdge(maker: GraphMaker, edge: MermaidEdge, { ports }: Drawing): void {
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
  const way = ports.get(edge) ?? wayOf(edge, maker.node(source)?.kind);
  const { lost, ...drawn } = { lost: "", ...way };
  maker.connect({ source, target, ...drawn }, thing, toldOf(lost, edge));
}

function toldOf(lost: string, { heads }: MermaidEdge) {
  if (lost !== "") return lostLabel(lost);
  return heads === undefined ? AN_EDGE : HEADS[heads];
}

const HEADS = {
  none: { fate: "approximated", message: "It has no head: here it leads from the first to the second." },
  both: {
    fate: "approximated",
    message: "It has heads at both ends: here it leads from the first to the second.",
  },
} as const;

type Way = { readonly port?: string; readonly when?: string; readonly lost?: string };

/** What the label of an edge says that leaves no decision. */
function wayOf({ label }: MermaidEdge, kind: GraphNode["kind"] | undefined): Way {
  if (label === null) return {};
  const [answered, port, rest = ""] = (kind === "approval" && ANSWER.exec(label)) || [];
  const said = answered === undefined ? label : rest;
  const when = conditionIn(said)?.when;
  return { ...(port ? { port } : {}), ...(when ? { when } : { lost: said }) };
}

/** The port of an approval, alone or before a condition. */
const ANSWER = /^(approved|denied|expired)(?:: (.+))?$/;

const AN_EDGE = { fate: "mapped", message: "An edge." } as const;

function lostLabel(label: string) {
  return {
    fate: "approximated",
    message: `Its label "${label.slice(0, 200)}" is not kept: give the edge a condition.`,
  } as const;
}
