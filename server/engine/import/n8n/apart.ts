import type { Graph, GraphNode } from "../../graph/graph.ts";
import { LONGEST, type Note } from "../../graph/layout.ts";
import { cardOf } from "../card.ts";
import type { GraphMaker } from "../graph-maker.ts";

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
type Scale = { readonly x: number; readonly y: number };

const STEPS = [1, 1.25, 1.5, 2, 3, 4] as const;
/** From the least that is stretched to the most; to the side before down. */
const SCALES: readonly Scale[] = STEPS.flatMap((x) => STEPS.map((y) => ({ x, y }))).sort(
  (one, other) => one.x * one.y - other.x * other.y || other.x - one.x,
);
/** Between two cards, so that an edge and its mark are seen. */
const GAP = { x: 40, y: 16 } as const;

/**
 * Cards are wider here than in n8n: all places are stretched alike, with the notes, until no two cards lie upon each
 * other. Where they do at any scale, none is kept, and the canvas lays them out.
 */
export function apart(maker: GraphMaker, graph: Graph): Graph {
  const boxes = Object.values(graph.nodes).flatMap((node) =>
    node.position ? [{ ...node.position, ...cardOf(node) }] : [],
  );
  const scale = SCALES.find((one) => areApart(boxes, one));
  if (scale === undefined)
    maker.note(
      "approximated",
      { place: "/nodes", what: "places" },
      "Nodes lie upon each other: none has its place here, and the canvas lays them out.",
    );
  const placed = (node: GraphNode): GraphNode => {
    const { position, ...rest } = node;
    return position && scale ? { ...node, position: scaled(position, scale) } : (rest as GraphNode);
  };
  return {
    ...graph,
    ...(graph.layout ? { layout: { ...graph.layout, ...notesAt(graph.layout.notes, scale) } } : {}),
    nodes: Object.fromEntries(Object.entries(graph.nodes).map(([id, node]) => [id, placed(node)])),
  };
}

function scaled({ x, y }: Pick<Box, "x" | "y">, scale: Scale): { readonly x: number; readonly y: number } {
  return { x: Math.round(x * scale.x), y: Math.round(y * scale.y) };
}

function notesAt(notes: Readonly<Record<string, Note>> | undefined, scale: Scale = { x: 1, y: 1 }) {
  if (!notes) return {};
  const at = (note: Note): Note => ({
    ...note,
    ...scaled(note, scale),
    width: Math.min(LONGEST, Math.round(note.width * scale.x)),
    height: Math.min(LONGEST, Math.round(note.height * scale.y)),
  });
  return { notes: Object.fromEntries(Object.entries(notes).map(([id, note]) => [id, at(note)])) };
}

function areApart(boxes: readonly Box[], scale: Scale): boolean {
  const placed = boxes
    .map((box) => ({ ...box, ...scaled(box, scale) }))
    .sort((one, other) => one.x - other.x);
  if (!placed.every(({ x, y }) => Number.isSafeInteger(x) && Number.isSafeInteger(y))) return false;
  return placed.every((box, at) => {
    const right = box.x + box.width + GAP.x;
    for (let next = at + 1; next < placed.length; next++) {
      const other = placed[next];
      if (!other || other.x >= right) return true;
      if (other.y < box.y + box.height + GAP.y && box.y < other.y + other.height + GAP.y) return false;
    }
    return true;
  });
}
