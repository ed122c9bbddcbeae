import type { Graph, GraphEdge, GraphNode } from "#server/engine/graph/graph";
import { Findings } from "#server/engine/graph/problems";
import { parseShape } from "#server/engine/graph/shape";
import { applyOperations } from "#server/engine/modification/apply";
import type { Operation } from "#server/engine/modification/schemas";
import type { Selection } from "./acts";
import { type Aside, addingAsides, asidesOf, movedWith } from "./asides";
import { type Box, boundsOf, GRID, onGrid, type Places, type Point, placesOf } from "./geometry";
import type { Edit } from "./history";
import { freshName, nameOrCount } from "./names";
import { placeMissing } from "./tidy";

/** What is chosen as text, with the edges and what a frame holds: what is copied can be sent to somebody, and pasted by them. */
export function copyText(graph: Graph, places: Places, chosen: Chosen): string | null {
  const keys = keysToCopy(graph, chosen);
  if (keys.size === 0) return null;
  const nodes = Object.fromEntries(
    Object.entries(graph.nodes)
      .filter(([id]) => keys.has(id))
      .map(([id, node]) => [id, { ...node, position: places.get(id) ?? { x: 0, y: 0 } }]),
  );
  const edges = graph.edges.filter(({ source, target }) => keys.has(source) && keys.has(target));
  const layout = layoutOf(asidesOf(graph).filter(({ key }) => keys.has(key)));
  return JSON.stringify({ nodes, edges, ...(layout ? { layout } : {}) }, null, 2);
}

export type Chosen = Pick<Selection, "nodes" | "asides">;

/** A frame is copied with what it holds. */
export function keysToCopy(graph: Graph, { nodes, asides = new Set() }: Chosen): ReadonlySet<string> {
  return movedWith(graph, [...nodes, ...asides]);
}

function layoutOf(asides: readonly Aside[]): Graph["layout"] {
  if (asides.length === 0) return undefined;
  const frames = asides.flatMap((aside) =>
    aside.what === "frame" ? [[aside.id, aside.value] as const] : [],
  );
  const notes = asides.flatMap((aside) => (aside.what === "note" ? [[aside.id, aside.value] as const] : []));
  return {
    ...(frames.length > 0 ? { frames: Object.fromEntries(frames) } : {}),
    ...(notes.length > 0 ? { notes: Object.fromEntries(notes) } : {}),
  };
}

export type Pasted =
  | { readonly ok: true; readonly edit: Edit; readonly select: Chosen }
  | { readonly ok: false; readonly message: string };

/**
 * Puts what was copied, or all of a whole graph, into this one under names that are free. Edges that lead out of what was
 * copied are dropped.
 * @param at Where the upper left corner comes to stand; without it a step beside where it was.
 */
export function pasteText(graph: Graph, places: Places, text: string, at?: Point): Pasted {
  const read = readNodes(text);
  if (typeof read === "string") return { ok: false, message: read };
  const { renamed, ids } = underFreeNames(read, graph);
  const own = placesOf(renamed, placeMissing(renamed));
  const shift = shiftOf([...own.values(), ...asidesOf(renamed).map(({ value }) => value)], graph, places, at);
  const shifted = ({ x, y }: Point): Point => ({ x: x + shift.x, y: y + shift.y });
  const nodes = Object.entries(renamed.nodes).map(([id, node]): Operation => {
    const position = shifted(own.get(id) ?? { x: 0, y: 0 });
    return { op: "addNode", id, node: { ...node, position } as GraphNode };
  });
  const edges = renamed.edges.map((edge): Operation => ({ op: "addEdge", edge }));
  const asides = asidesOf(renamed).map(
    (aside): Aside => ({ ...aside, value: { ...aside.value, ...shifted(aside.value) } }) as Aside,
  );
  const beside = addingAsides(graph, asides);
  const what = ids.length > 0 ? nameOrCount(ids, "node") : nameOrCount(beside.keys.map(spokenKey), "note");
  return {
    ok: true,
    select: { nodes: new Set(ids), asides: new Set(beside.keys) },
    edit: { label: `Paste ${what}`, operations: [...nodes, ...edges, ...beside.operations] },
  };
}

const spokenKey = (key: string): string => key.replace(":", " ");

const SHELL = { schemaVersion: 1, slug: "clipboard", name: "Clipboard" } as const;

/** What a text has of nodes with the edges among them, frames and notes, or why there is none. */
function readNodes(text: string): Graph | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "What was copied is no JSON.";
  }
  const { nodes, edges, layout } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (isEmpty(nodes) && isEmpty(layout)) return "There are no nodes in what was copied.";
  const findings = new Findings();
  const read = parseShape(
    {
      ...SHELL,
      nodes: isEmpty(nodes) ? {} : nodes,
      edges: Array.isArray(edges) ? edges : [],
      ...(isEmpty(layout) ? {} : { layout }),
    },
    findings,
  );
  const [first] = findings.list;
  if (!read) return `What was copied has another shape: ${first?.path} ${first?.message}.`;
  const inside = (edge: GraphEdge) =>
    Object.hasOwn(read.nodes, edge.source) && Object.hasOwn(read.nodes, edge.target);
  return { ...read, edges: read.edges.filter(inside) };
}

function isEmpty(part: unknown): boolean {
  return typeof part !== "object" || part === null || Object.keys(part).length === 0;
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

function shiftOf(copied: readonly Point[], into: Graph, places: Places, at: Point | undefined): Point {
  const corners = copied.map(({ x, y }): Box => ({ x, y, width: 0, height: 0 }));
  const bounds = boundsOf(corners) ?? { x: 0, y: 0 };
  if (at) {
    const { x, y } = onGrid(at);
    return { x: x - bounds.x, y: y - bounds.y };
  }
  const beside = asidesOf(into).map(({ value }) => value);
  const taken = new Set([...places.values(), ...beside].map(({ x, y }) => `${x} ${y}`));
  for (let step = 0; ; step += GRID)
    if (!corners.some(({ x, y }) => taken.has(`${x + step} ${y + step}`))) return { x: step, y: step };
}
