"use client";
import { MarkerType, type NodeHandle, Position } from "@xyflow/react";
import { useMemo, useRef } from "react";
import type { Graph, Problem } from "#server/engine/graph/graph";
import type { Selection } from "../model/acts";
import { edgeKeys } from "../model/edges";
import { exitAt, exitsOf, NODE_HEIGHT, type Places, type Size, sizeOf } from "../model/geometry";
import { callsItself, entryOf } from "../model/kinds";
import type { Marks } from "../model/problems";
import { type Overlay, spokenMark } from "../model/trial/overlay";
import type { LineEdge } from "./edge-line";
import type { CardNode } from "./node-card";

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
};

const NONE: readonly Problem[] = [];
const DEFAULT_DEPTH = 10;

/** The graph as the canvas draws it. An element that has not changed is the same object, so that it is not drawn again. */
export function useElements(drawn: Drawn): { nodes: CardNode[]; edges: LineEdge[] } {
  const nodes = useKept<CardNode>();
  const edges = useKept<LineEdge>();
  const { graph, places, selection, marks, focus, targets, hover, overlay } = drawn;
  return {
    nodes: useMemo(
      () =>
        nodes(
          Object.keys(graph.nodes).map((id) =>
            cardOf(id, { graph, places, selection, marks, focus, targets, overlay }),
          ),
        ),
      [nodes, graph, places, selection, marks, focus, targets, overlay],
    ),
    edges: useMemo(
      () =>
        edges(edgeKeys(graph.edges).map((key, at) => lineOf(key, at, { graph, selection, marks, hover }))),
      [edges, graph, selection, marks, hover],
    ),
  };
}

type Fresh<T> = { readonly id: string; readonly key: readonly unknown[]; readonly make: () => T };

/** Makes elements anew only where what they are made of is another. */
function useKept<T>(): (fresh: readonly Fresh<T>[]) => T[] {
  const kept = useRef(new Map<string, { key: readonly unknown[]; element: T }>());
  return useRef((fresh: readonly Fresh<T>[]): T[] => {
    const next = new Map<string, { key: readonly unknown[]; element: T }>();
    for (const { id, key, make } of fresh) {
      const known = kept.current.get(id);
      const same = known?.key.length === key.length && known.key.every((part, i) => part === key[i]);
      next.set(id, known && same ? known : { key, element: make() });
    }
    kept.current = next;
    return [...next.values()].map(({ element }) => element);
  }).current;
}

function cardOf(id: string, drawn: Omit<Drawn, "hover">): Fresh<CardNode> {
  const { graph, places, selection, marks, focus, targets, overlay } = drawn;
  const node = graph.nodes[id];
  const place = places.get(id) ?? { x: 0, y: 0 };
  const problems = marks.nodes.get(id) ?? NONE;
  const selected = selection.nodes.has(id);
  const dim = targets !== null && !targets.has(id);
  const depth = node && callsItself(node, graph.slug) ? (graph.limits?.maxDepth ?? DEFAULT_DEPTH) : null;
  const mark = overlay.get(id) ?? null;
  const said = problems.map(({ code, path }) => code + path).join();
  return {
    id,
    key: [node, place.x, place.y, selected, dim, depth, said, id === focus, mark && JSON.stringify(mark)],
    make: () => {
      if (!node) throw new Error(`There is no node ${id}.`);
      const size = sizeOf(graph, id);
      const exits = exitsOf(graph, id);
      const wrong = problems.length > 0 ? `, ${problems.length} problems` : "";
      return {
        id,
        type: "card",
        position: place,
        ...size,
        measured: { ...size },
        handles: handlesOf(exits, size),
        selected,
        data: { node, exits, problems, depth, dim, mark },
        ariaRole: "group",
        domAttributes: {
          tabIndex: id === focus ? 0 : -1,
          "aria-label": `${node.name ?? id}, ${entryOf(node.kind).label}${selected ? ", selected" : ""}${wrong}${spokenMark(mark)}`,
        },
      };
    },
  };
}

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

type Lines = Pick<Drawn, "graph" | "selection" | "marks" | "hover">;

function lineOf(key: string, at: number, { graph, selection, marks, hover }: Lines): Fresh<LineEdge> {
  const edge = graph.edges[at];
  const problems = marks.edges.get(key) ?? NONE;
  const tone = problems.some(({ level }) => level === "error")
    ? "error"
    : problems.length > 0
      ? "warning"
      : null;
  const selected = selection.edges.has(key);
  return {
    id: key,
    key: [edge, tone, selected, hover === key],
    make: () => {
      if (!edge) throw new Error(`There is no edge ${key}.`);
      return {
        id: key,
        type: "line",
        source: edge.source,
        target: edge.target,
        sourceHandle: edge.port ?? null,
        selected,
        // From where it begins another edge can be drawn; where it ends it can be taken.
        reconnectable: "target" as const,
        markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16, color: "var(--ink-faint)" },
        data: { edge, tone, hover: hover === key },
      };
    },
  };
}
