import type { Join } from "../../graph/fields.ts";
import { GRAPH_CAPS } from "../../graph/graph.ts";
import { joinIn } from "./classes.ts";
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
  /** A run that comes here fails. */
  readonly fails?: true;
  readonly line: number;
};
export type MermaidEdge = {
  readonly source: string;
  readonly target: string;
  readonly label: string | null;
  /** Heads that are not one at its end. */
  readonly heads?: "none" | "both";
  readonly dotted?: true;
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
  /** How nodes join what leads to them, where a class says so. */
  readonly joins: ReadonlyMap<string, Join>;
  /** Lines that say how something looks. */
  readonly looks: readonly Look[];
};
export type ParsedMermaid =
  | { readonly ok: true; readonly chart: MermaidChart }
  | { readonly ok: false; readonly line: number; readonly message: string };

const HEADER = /^(?:flowchart(?:-elk)?|graph)(?:\s+(?:TB|TD|BT|RL|LR))?\s*;?$/;
const OTHER =
  /^(sequenceDiagram|classDiagram|stateDiagram(?:-v2)?|erDiagram|gantt|pie|journey|mindmap|timeline|gitGraph|quadrantChart|requirementDiagram|block-beta|sankey-beta|xychart-beta|C4\w+)\b/;
const LOOKS =
  /^(?:(style|classDef|class|linkStyle|click|direction)(?=\s)|(accTitle|accDescr)(?=\s*:))(?!\s*(?:[-=~]{2}|-\.|&))/;
/** Up to the end of a statement: what stands in quotes is none. */
const STATEMENT = /^((?:"[^"]*"|[^;"]|"(?![^"]*"))*)(?:;|$)/;
const SUBGRAPH = /^subgraph(?=[\s;]|$)\s*/;
const END = /^end\s*(?:;|$)/;

/** Whether a statement begins with a word that is no node. */
function isWord(text: string): boolean {
  return LOOKS.test(text) || SUBGRAPH.test(text) || END.test(text);
}

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

/** What of a line is still to be read, or what is wrong with it. */
type Taken = { readonly rest: string } | { readonly message: string };

class Chart implements MermaidChart {
  readonly title: string | null;
  readonly nodes = new Map<string, MermaidNode>();
  readonly edges: MermaidEdge[] = [];
  readonly groups: MermaidGroup[] = [];
  readonly joins = new Map<string, Join>();
  readonly looks: Look[];
  readonly open: MermaidGroup[] = [];
  readonly #grouped = new Set<string>();
  /** Names of edges. */
  readonly #named = new Set<string>();

  constructor(title: string | null, looks: readonly Look[]) {
    this.title = title;
    this.looks = [...looks];
  }

  /** Why the line cannot be read; `null` = it was. */
  take({ text, line }: Line): string | null {
    for (let rest = text; rest !== ""; ) {
      const next = isWord(rest) ? this.#word(rest, line) : this.#statements(rest, line);
      if ("message" in next) return next.message;
      rest = next.rest.replace(/^[\s;]+/, "");
    }
    return this.#tooMany();
  }

  #word(text: string, line: number): Taken {
    const [whole = text, statement = text] = STATEMENT.exec(text) ?? [];
    const rest = text.slice(whole.length);
    const [look] = LOOKS.exec(text) ?? [];
    const joined = joinIn(statement.trim());
    if (joined) for (const id of joined.ids) this.joins.set(id, joined.join);
    else if (look) this.looks.push({ line, word: look });
    else if (SUBGRAPH.test(text)) this.#begin(statement.replace(SUBGRAPH, "").trim(), line);
    else if (!this.open.pop()) return { message: 'There is no subgraph that this "end" closes.' };
    return { rest };
  }

  #statements(text: string, line: number): Taken {
    const read = readLine(text, isWord);
    if (!read.ok) return read;
    for (const name of read.named) this.#named.add(name);
    for (const node of read.nodes) {
      // Fields behind the name of an edge say how that looks.
      if (this.#named.has(node.id) && !this.nodes.has(node.id)) this.looks.push({ line, word: node.id });
      else this.#see({ ...node, line });
    }
    for (const edge of read.edges) this.edges.push({ ...edge, line });
    return read;
  }

  #tooMany(): string | null {
    const { nodes, edges } = GRAPH_CAPS;
    if (this.nodes.size > nodes) return `A workflow may have ${nodes} nodes at most.`;
    return this.edges.length > edges ? `A workflow may have ${edges} edges at most.` : null;
  }

  #begin(words: string, line: number): void {
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
    const fails = known?.fails || node.fails ? ({ fails: true } as const) : {};
    if (!known || (known.shape === null && node.shape !== null))
      this.nodes.set(node.id, { ...node, ...fails, line: known?.line ?? node.line });
    else this.nodes.set(node.id, { ...known, ...fails });
  }
}
