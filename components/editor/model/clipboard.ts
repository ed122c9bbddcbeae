import type { Graph, GraphEdge, GraphNode } from "#server/engine/graph/graph";
import { Findings } from "#server/engine/graph/problems";
import { parseShape } from "#server/engine/graph/shape";
import { applyOperations } from "#server/engine/modification/apply";
import type { Operation } from "#server/engine/modification/schemas";
import { type Box, boundsOf, GRID, onGrid, type Places, type Point } from "./geometry";
import type { Edit } from "./history";
import { freshName, nameOrCount } from "./names";

/** Nodes as text, with the edges among them: what is copied can be sent to somebody, and pasted by them. */
export function copyText(graph: Graph, places: Places, ids: ReadonlySet<string>): string {
  const nodes = Object.fromEntries(
    Object.entries(graph.nodes)
      .filter(([id]) => ids.has(id))
      .map(([id, node]) => [id, { ...node, position: places.get(id) ?? { x: 0, y: 0 } }]),
  );
  const edges = graph.edges.filter(({ source, target }) => ids.has(source) && ids.has(target));
  return JSON.stringify({ nodes, edges }, null, 2);
}

export type Pasted =
  | { readonly ok: true; readonly edit: Edit; readonly ids: readonly string[] }
  | { readonly ok: false; readonly message: string };

/**
 * Puts copied nodes, or those of a whole graph, into this one under names that are free. Edges that lead out of what was
 * copied are dropped.
 * @param at Where the upper left corner comes to stand; without it a step beside where it was.
 */
export function pasteText(graph: Graph, places: Places, text: string, at?: Point): Pasted {
  const read = readNodes(text);
  if (typeof read === "string") return { ok: false, message: read };
  const { renamed, ids } = underFreeNames(read, graph);
  const shift = shiftOf(renamed, places, at);
  const nodes = Object.entries(renamed.nodes).map(([id, node]): Operation => {
    const { x, y } = node.position ?? { x: 0, y: 0 };
    return {
      op: "addNode",
      id,
      node: { ...node, position: { x: x + shift.x, y: y + shift.y } } as GraphNode,
    };
  });
  const edges = renamed.edges.map((edge): Operation => ({ op: "addEdge", edge }));
  return {
    ok: true,
    ids,
    edit: { label: `Paste ${nameOrCount(ids, "node")}`, operations: [...nodes, ...edges] },
  };
}

const SHELL = { schemaVersion: 1, slug: "clipboard", name: "Clipboard" } as const;

/** The nodes in a text with the edges among them, or why there are none. */
function readNodes(text: string): Graph | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "What was copied is no JSON.";
  }
  const { nodes, edges = [] } = (value ?? {}) as { nodes?: unknown; edges?: unknown };
  if (typeof nodes !== "object" || nodes === null || Object.keys(nodes).length === 0)
    return "There are no nodes in what was copied.";
  const findings = new Findings();
  const read = parseShape({ ...SHELL, nodes, edges: Array.isArray(edges) ? edges : [] }, findings);
  const [first] = findings.list;
  if (!read) return `What was copied has another shape: ${first?.path} ${first?.message}.`;
  const inside = (edge: GraphEdge) =>
    Object.hasOwn(read.nodes, edge.source) && Object.hasOwn(read.nodes, edge.target);
  return { ...read, edges: read.edges.filter(inside) };
}

/** All that refers to a node by its name, expressions too, follows it. */
function underFreeNames(copied: Graph, into: Graph): { renamed: Graph; ids: readonly string[] } {
  const taken = new Set([...Object.keys(into.nodes), ...Object.keys(copied.nodes)]);
  let renamed = copied;
  const ids = Object.keys(copied.nodes).map((id) => {
    if (!Object.hasOwn(into.nodes, id)) return id;
    const to = freshName(id, taken);
    const applied = applyOperations(renamed, [{ op: "renameNode", id, to }]);
    if (applied.ok) renamed = applied.graph;
    taken.add(to);
    return to;
  });
  return { renamed, ids };
}

function shiftOf(copied: Graph, places: Places, at: Point | undefined): Point {
  const corners = Object.values(copied.nodes).map(
    ({ position }): Box => ({ ...(position ?? { x: 0, y: 0 }), width: 0, height: 0 }),
  );
  const bounds = boundsOf(corners) ?? { x: 0, y: 0 };
  if (at) {
    const { x, y } = onGrid(at);
    return { x: x - bounds.x, y: y - bounds.y };
  }
  const taken = new Set([...places.values()].map(({ x, y }) => `${x} ${y}`));
  for (let step = 0; ; step += GRID)
    if (!corners.some(({ x, y }) => taken.has(`${x + step} ${y + step}`))) return { x: step, y: step };
}
