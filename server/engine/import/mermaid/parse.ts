import { GRAPH_CAPS } from "../../graph/graph.ts";
import { plainLabel } from "./labels.ts";
import { readLine } from "./line.ts";
import { bodyOf, type Line, type Look } from "./lines.ts";

export type MermaidShape =
  | "rectangle"
  | "rounded"
  | "stadium"
  | "subroutine"
  | "database"
  | "circle"
  | "decision"
  | "hexagon"
  | "input";
export type MermaidNode = {
  readonly id: string;
  readonly label: string | null;
  readonly shape: MermaidShape | null;
  readonly line: number;
};
export type MermaidEdge = {
  readonly source: string;
  readonly target: string;
  readonly label: string | null;
  /** Drawn to keep nodes apart only. */
  readonly unseen?: true;
  readonly line: number;
};
export type MermaidGroup = {
  readonly id: string;
  readonly title: string;
  readonly line: number;
  readonly members: string[];
  /** The one that it stands in. */
  readonly within: MermaidGroup | null;
};
export type MermaidChart = {
  readonly title: string | null;
  readonly nodes: ReadonlyMap<string, MermaidNode>;
  readonly edges: readonly MermaidEdge[];
  readonly groups: readonly MermaidGroup[];
  /** Lines that say how something looks. */
  readonly looks: readonly Look[];
};
export type ParsedMermaid =
  | { readonly ok: true; readonly chart: MermaidChart }
  | { readonly ok: false; readonly line: number; readonly message: string };

const HEADER = /^(?:flowchart(?:-elk)?|graph)(?:\s+(?:TB|TD|BT|RL|LR))?\s*;?$/;
const OTHER =
  /^(sequenceDiagram|classDiagram|stateDiagram(?:-v2)?|erDiagram|gantt|pie|journey|mindmap|timeline|gitGraph|quadrantChart|requirementDiagram|block-beta|sankey-beta|xychart-beta|C4\w+)\b/;
const LOOKS = /^(style|classDef|class|linkStyle|click|direction|accTitle|accDescr)\b/;

/** Whether a text says that it is Mermaid. */
export function isMermaid(text: string): boolean {
  const [first] = bodyOf(text, 1).lines;
  return first !== undefined && (HEADER.test(first.text.split(";", 1)[0] ?? "") || OTHER.test(first.text));
}

/** Reads a `flowchart`: nodes with their shapes, edges with their labels, subgraphs. */
export function parseMermaid(text: string): ParsedMermaid {
  const { title, lines, looks } = bodyOf(text);
  const [header, ...rest] = lines;
  if (!header) return { ok: false, line: 1, message: "The text is empty." };
  const other = OTHER.exec(header.text)?.[1];
  if (other)
    return {
      ok: false,
      line: header.line,
      message: `Only a flowchart can be a workflow; this is a ${other}.`,
    };
  const [first = "", ...behind] = header.text.split(";");
  if (!HEADER.test(first.trim()))
    return {
      ok: false,
      line: header.line,
      message: 'A flowchart begins with a line such as "flowchart LR".',
    };
  const chart = new Chart(title, looks);
  const all = [...behind.map((part) => ({ text: part.trim(), line: header.line })), ...rest];
  for (const line of all) {
    if (line.text === "") continue;
    const message = chart.take(line);
    if (message !== null) return { ok: false, line: line.line, message };
  }
  const [open] = chart.open;
  if (open) return { ok: false, line: open.line, message: `The subgraph "${open.title}" has no "end".` };
  return { ok: true, chart };
}

class Chart implements MermaidChart {
  readonly title: string | null;
  readonly nodes = new Map<string, MermaidNode>();
  readonly edges: MermaidEdge[] = [];
  readonly groups: MermaidGroup[] = [];
  readonly looks: Look[];
  readonly open: MermaidGroup[] = [];
  readonly #grouped = new Set<string>();

  constructor(title: string | null, looks: readonly Look[]) {
    this.title = title;
    this.looks = [...looks];
  }

  /** Why the line cannot be read; `null` = it was. */
  take({ text, line }: Line): string | null {
    const look = LOOKS.exec(text)?.[1];
    if (look) {
      this.looks.push({ line, word: look });
      return null;
    }
    const group = /^subgraph\b\s*(.*?);?$/.exec(text)?.[1];
    if (group !== undefined) return this.#begin(group, line);
    if (/^end\s*;?$/.test(text))
      return this.open.pop() ? null : 'There is no subgraph that this "end" closes.';
    const read = readLine(text);
    if (!read.ok) return read.message;
    for (const node of read.nodes) this.#see({ ...node, line });
    for (const edge of read.edges) this.edges.push({ ...edge, line });
    return this.#tooMany();
  }

  #tooMany(): string | null {
    const { nodes, edges } = GRAPH_CAPS;
    if (this.nodes.size > nodes) return `A workflow may have ${nodes} nodes at most.`;
    return this.edges.length > edges ? `A workflow may have ${edges} edges at most.` : null;
  }

  #begin(words: string, line: number): null {
    const named = /^([^\s["(]+)\s*[[(]"?(.*?)"?[\])]$/.exec(words);
    const title = (named?.[2] ?? words.replace(/^"(.*)"$/, "$1")) || `group ${this.groups.length + 1}`;
    const group = {
      id: named?.[1] ?? words,
      title: plainLabel(title),
      line,
      members: [],
      within: this.open.at(-1) ?? null,
    };
    this.groups.push(group);
    this.open.push(group);
    return null;
  }

  /**
   * The first that says what a node is, says it; a later one may say what the first left out. It belongs to the first
   * subgraph that names it.
   */
  #see(node: MermaidNode): void {
    const known = this.nodes.get(node.id);
    const [group] = this.#grouped.has(node.id) ? [] : this.open.slice(-1);
    if (group) {
      group.members.push(node.id);
      this.#grouped.add(node.id);
    }
    if (!known || (known.shape === null && node.shape !== null))
      this.nodes.set(node.id, { ...node, line: known?.line ?? node.line });
  }
}
