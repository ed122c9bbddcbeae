import { importLangGraph } from "../langgraph/langgraph.ts";
import { START } from "../langgraph/shape.ts";
import type { Imported, ImportNote, NotImported } from "../report.ts";
import { lookNote } from "./lines.ts";
import type { MermaidChart, MermaidNode } from "./parse.ts";

/** Whether a flowchart is one that `draw_mermaid` of LangGraph writes: it says there which edges have conditions. */
export function isDrawnLangGraph({ nodes, edges }: MermaidChart): boolean {
  return nodes.has(START) && edges.some(({ source }) => source === START);
}

/** Reads it as the graph that it is a drawing of. */
export function importDrawn(chart: MermaidChart): Imported | NotImported {
  const nodes = [...chart.nodes.values()];
  const edges = chart.edges.filter(({ unseen }) => !unseen);
  const made = importLangGraph({
    ...(chart.title === null ? {} : { name: chart.title }),
    nodes: nodes.map(nodeOf),
    edges: edges.map(({ source, target, label, dotted }) => ({
      source: idOf(source),
      target: idOf(target),
      ...(dotted ? { conditional: true } : {}),
      ...(label === null ? {} : { data: label }),
    })),
  });
  if (!made.ok) return made;
  const placed = ({ place, ...note }: ImportNote): ImportNote => {
    const [, list, at] = /^\/(nodes|edges)\/(\d+)/.exec(place) ?? [];
    const line = (list === "nodes" ? nodes : edges)[Number(at)]?.line;
    return { ...note, place: list === undefined || line === undefined ? place : `line ${line}` };
  };
  return { ...made, notes: [...made.notes.map(placed), ...chart.looks.map(lookNote)] };
}

/** What is no letter there stands as the number of its character: `a\\3ab` is `a:b`. */
function idOf(id: string): string {
  return id.replace(/\\([0-9a-f]{2})/gi, (_all, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function nodeOf({ id, label }: MermaidNode): object {
  const [, name = "", marks = ""] = /^(.*?)(?:<hr\s*\/?>(.*))?$/s.exec(label ?? "") ?? [];
  const interrupt = /__interrupt = (\w+(?:,\w+)*)/.exec(marks)?.[1];
  const plain = name.replace(/<\/?p>/g, "").trim();
  return {
    id: idOf(id),
    ...(plain === "" ? {} : { data: { name: plain } }),
    ...(interrupt === undefined ? {} : { metadata: { __interrupt: interrupt } }),
  };
}
