"use client";
import type { EdgeChange, NodeChange, OnNodeDrag } from "@xyflow/react";
import { useRef, useState } from "react";
import { useEditing, useEditorState } from "../context";
import { move } from "../model/acts";
import { boxOf, type Places, type Point } from "../model/geometry";
import { type Guide, snap } from "../model/snap";
import type { LineEdge } from "./edge-line";
import type { CardNode } from "./node-card";

type Held = { readonly altKey: boolean };
type Moving = { readonly places: Places; readonly guides: readonly Guide[] };

/** Moving and choosing by the pointer. What is moved is an edit only once it is dropped. */
export function useDrag() {
  const { store } = useEditing();
  const { graph, places } = useEditorState();
  const [moving, setMoving] = useState<Moving | null>(null);
  /** Place of the edge that is being led elsewhere; -1 = none is. */
  const reconnecting = useRef(-1);
  const moved = (dragged: readonly CardNode[], lead: CardNode, free: boolean): Moving => {
    const ids = new Set(dragged.map(({ id }) => id));
    const others = Object.keys(graph.nodes).flatMap((id) => (ids.has(id) ? [] : [boxOf(graph, places, id)]));
    const box = { ...boxOf(graph, places, lead.id), ...lead.position };
    const { at, guides } = free ? { at: onWhole(lead.position), guides: [] } : snap(box, others);
    const [dx, dy] = [at.x - lead.position.x, at.y - lead.position.y];
    const now = dragged.map(({ id, position: { x, y } }) => [id, onWhole({ x: x + dx, y: y + dy })] as const);
    return { places: new Map([...places, ...now]), guides };
  };
  const dragTo = (event: Held, lead: CardNode | undefined, dragged: readonly CardNode[]) => {
    if (lead) setMoving(moved(dragged, lead, event.altKey));
  };
  const dropAt = (event: Held, lead: CardNode | undefined, dragged: readonly CardNode[]) => {
    if (!lead) return;
    const { places: last } = moved(dragged, lead, event.altKey);
    const changed = dragged.flatMap(({ id }) => {
      const [before, after] = [places.get(id), last.get(id)];
      return after && (before?.x !== after.x || before.y !== after.y) ? [[id, after] as const] : [];
    });
    if (changed.length > 0) store.do(move(new Map(changed)));
    setMoving(null);
  };
  return {
    places: moving?.places ?? null,
    guides: moving?.guides ?? NONE,
    reconnecting,
    handlers: {
      onNodeDrag: dragTo as OnNodeDrag<CardNode>,
      onNodeDragStop: dropAt as OnNodeDrag<CardNode>,
      onSelectionDrag: (event: Held, dragged: CardNode[]) => dragTo(event, dragged[0], dragged),
      onSelectionDragStop: (event: Held, dragged: CardNode[]) => dropAt(event, dragged[0], dragged),
      onNodesChange: (changes: NodeChange<CardNode>[]) => {
        const nodes = chosen(store.get().selection.nodes, changes);
        if (nodes) store.select({ ...store.get().selection, nodes });
      },
      onEdgesChange: (changes: EdgeChange<LineEdge>[]) => {
        const edges = chosen(store.get().selection.edges, changes);
        if (edges) store.select({ ...store.get().selection, edges });
      },
    },
  };
}

const NONE: readonly Guide[] = [];

function onWhole({ x, y }: Point): Point {
  return { x: Math.round(x), y: Math.round(y) };
}

/** What is chosen after changes of the canvas; `null` = they are about something else. */
function chosen(
  before: ReadonlySet<string>,
  changes: readonly { readonly type: string; readonly id?: string; readonly selected?: boolean }[],
): ReadonlySet<string> | null {
  const selects = changes.filter(({ type }) => type === "select");
  if (selects.length === 0) return null;
  const next = new Set(before);
  for (const { id = "", selected } of selects) {
    if (selected) next.add(id);
    else next.delete(id);
  }
  return next;
}
