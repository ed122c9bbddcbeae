"use client";
import { type EdgeMarker, MarkerType, type NodeHandle, Position } from "@xyflow/react";
import { useMemo } from "react";
import type { Graph, Problem } from "#server/engine/graph/graph";
import type { Selection } from "../model/acts";
import { hiddenBy } from "../model/asides";
import { type CallBadges, callBadges, callWords } from "../model/call-badges";
import { edgeKeys, edgeWords } from "../model/edges";
import { exitAt, exitsOf, NODE_HEIGHT, type Places, type Point, type Size, sizeOf } from "../model/geometry";
import { entryOf } from "../model/kinds";
import { counted } from "../model/names";
import type { Marks } from "../model/problems";
import { type Overlay, spokenMark } from "../model/trial/overlay";
import { type Way, wayOf } from "../model/trial/ways";
import { asideElements, type Boxes } from "./aside-elements";
import type { AsideNode } from "./aside-node";
import { type LineEdge, WAY_COLOURS } from "./edge-line";
import type { CardNode } from "./node-card";
import { type Fresh, useKept } from "./use-kept";
import { usePublished } from "./use-published";

/** Whatever stands on the canvas. */
export type BoxNode = CardNode | AsideNode;

type Drawn = {
  readonly graph: Graph;
  readonly places: Places;
  readonly selection: Selection;
  readonly marks: Marks;
  /** The node that Tab leads to. */
  readonly focus: string | null;
  /** While an edge is being drawn: where it may lead. */
  readonly targets: ReadonlySet<string> | null;
  readonly hover: string | null;
  readonly overlay: Overlay;
  /** Where frames and notes are while they are moved; else where they say. */
  readonly boxes?: Boxes;
};

const UNMOVED: Boxes = new Map();
const NONE: readonly Problem[] = [];
/** Dashes that move on more edges would cost frames. */
const MOST_MOVING = 100;

/** The graph as the canvas draws it. An element that has not changed is the same object, so that it is not drawn again. */
export function useElements(drawn: Drawn): { nodes: BoxNode[]; edges: LineEdge[] } {
  const cards = useKept<CardNode>();
  const asides = useKept<AsideNode>();
  const lines = useKept<LineEdge>();
  const { graph, places, selection, marks, focus, targets, hover, overlay, boxes = UNMOVED } = drawn;
  const hidden = useMemo(() => hiddenBy(graph), [graph]);
  const published = usePublished(graph);
  const calls = useMemo(() => callBadges(graph, published), [graph, published]);
  return {
    nodes: useMemo(
      () => [
        ...asides(asideElements({ graph, selection, boxes })),
        ...cards(
          Object.keys(graph.nodes)
            .filter((id) => !hidden.has(id))
            .map((id) => cardOf(id, { graph, places, selection, marks, focus, targets, overlay, calls })),
        ),
      ],
      [cards, asides, graph, places, selection, marks, focus, targets, overlay, boxes, hidden, calls],
    ),
    edges: useMemo(
      () => lines(linesOf({ graph, selection, marks, hover, overlay, hidden })),
      [lines, graph, selection, marks, hover, overlay, hidden],
    ),
  };
}

type Card = Omit<Drawn, "hover" | "boxes"> & { readonly calls: CallBadges };

function cardOf(id: string, drawn: Card): Fresh<CardNode> {
  const { graph, places, selection, marks, focus, targets, overlay } = drawn;
  const node = graph.nodes[id];
  const place = places.get(id) ?? { x: 0, y: 0 };
  const problems = marks.nodes.get(id) ?? NONE;
  const selected = selection.nodes.has(id);
  const dim = targets !== null && !targets.has(id);
  const calls = drawn.calls.get(id) ?? null;
  const mark = overlay.get(id) ?? null;
  const said = problems.map(({ code, path }) => code + path).join();
  return {
    id,
    key: [
      node,
      selected,
      dim,
      calls && JSON.stringify(calls),
      said,
      id === focus,
      mark && JSON.stringify(mark),
    ],
    placed: (card) => (isAt(card.position, place) ? card : { ...card, position: place }),
    make: () => {
      if (!node) throw new Error(`There is no node ${id}.`);
      const size = sizeOf(graph, id);
      const exits = exitsOf(graph, id);
      const runs = calls ? `, runs ${callWords(calls)}` : "";
      const wrong = problems.length > 0 ? `, ${counted("problem", problems.length)}` : "";
      return {
        id,
        type: "card",
        // Held keys are the card's: a click with Shift chooses it too, where a box would begin.
        className: "nokey",
        position: place,
        ...size,
        measured: { ...size },
        handles: handlesOf(exits, size),
        selected,
        data: { node, exits, problems, calls, dim, mark },
        ariaRole: "group",
        domAttributes: {
          tabIndex: id === focus ? 0 : -1,
          "aria-label": `${node.name ?? id}, ${entryOf(node.kind).label}${runs}${selected ? ", selected" : ""}${wrong}${spokenMark(mark)}`,
        },
      };
    },
  };
}

const isAt = (at: Point, place: Point): boolean => at.x === place.x && at.y === place.y;

const HANDLE = 12;

/** The same places as in the card: edges are drawn before anything is measured. */
function handlesOf(exits: readonly (string | null)[], { width }: Size): NodeHandle[] {
  const at = (x: number, y: number) => ({
    x: x - HANDLE / 2,
    y: y - HANDLE / 2,
    width: HANDLE,
    height: HANDLE,
  });
  const ports = exits.filter((exit) => exit !== null);
  return [
    { type: "target", id: null, position: Position.Left, ...at(0, NODE_HEIGHT / 2) },
    ...exits.map((exit) => ({
      type: "source" as const,
      position: Position.Right,
      id: exit,
      ...at(width, exitAt(exit === null ? null : ports.indexOf(exit))),
    })),
  ];
}

type Lines = Pick<Drawn, "graph" | "selection" | "marks" | "hover" | "overlay"> & {
  readonly hidden: ReadonlyMap<string, string>;
};

/** Edges that leave or reach a collapsed frame are one stub for each end outside; those inside are not drawn. */
function linesOf(drawn: Lines): readonly Fresh<LineEdge>[] {
  const { graph, hidden } = drawn;
  const stubs = new Set<string>();
  return edgeKeys(graph.edges).flatMap((key, at) => {
    const { source = "", target = "", port } = graph.edges[at] ?? {};
    const [from, to] = [hidden.get(source), hidden.get(target)];
    if (from === undefined && to === undefined) return [lineOf(key, at, drawn)];
    const stub = JSON.stringify([from ?? [source, port], to ?? target]);
    if (from === to || stubs.has(stub)) return [];
    stubs.add(stub);
    const line = lineOf(key, at, drawn);
    const make = (): LineEdge => ({
      ...line.make(),
      reconnectable: false,
      ...(from === undefined ? {} : { source: from, sourceHandle: null }),
      ...(to === undefined ? {} : { target: to }),
    });
    return [{ ...line, key: [...line.key, from, to], make }];
  });
}

/** As large on a wide line as on others, which it would grow with. */
function arrowOf(way: Way | null): EdgeMarker {
  const took = way === "taken" || way === "going";
  const size = took ? 10 : 16;
  return {
    type: MarkerType.ArrowClosed,
    width: size,
    height: size,
    color: took ? WAY_COLOURS[way] : "var(--ink-faint)",
  };
}

function lineOf(
  key: string,
  at: number,
  { graph, selection, marks, hover, overlay }: Lines,
): Fresh<LineEdge> {
  const edge = graph.edges[at];
  const problems = marks.edges.get(key) ?? NONE;
  const tone = problems.some(({ level }) => level === "error")
    ? "error"
    : problems.length > 0
      ? "warning"
      : null;
  const selected = selection.edges.has(key);
  const way = edge ? wayOf(edge, overlay) : null;
  const moves = way === "going" && graph.edges.length <= MOST_MOVING;
  const words = edge ? edgeWords(graph, edge) : "";
  const open = hover === key || (selected && selection.edges.size === 1);
  return {
    id: key,
    key: [edge, words, tone, selected, hover === key, open, way, moves],
    make: () => {
      if (!edge) throw new Error(`There is no edge ${key}.`);
      return {
        id: key,
        type: "line",
        source: edge.source,
        target: edge.target,
        sourceHandle: edge.port ?? null,
        selected,
        ariaLabel: `${words}${selected ? ", selected" : ""}`,
        markerEnd: arrowOf(way),
        data: { edge, tone, hover: hover === key, open, way, moves },
      };
    },
  };
}
