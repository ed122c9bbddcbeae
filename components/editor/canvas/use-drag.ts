"use client";
import type { EdgeChange, NodeChange, OnNodeDrag } from "@xyflow/react";
import { useMemo, useState } from "react";
import { useEditing, useEditorState } from "../context";
import type { Selection } from "../model/acts";
import { asideAt, isAside, resize } from "../model/asides";
import { boxAt, dropped, type Moved, movedBy } from "../model/drag";
import type { Box, Point } from "../model/geometry";
import { type Guide, snap } from "../model/snap";
import type { Boxes } from "./aside-elements";
import type { LineEdge } from "./edge-line";
import type { BoxNode } from "./use-elements";

type Held = { readonly altKey: boolean };
type Moving = Moved & { readonly guides: readonly Guide[] };

/** Moving, sizing and choosing by the pointer. What is moved is an edit only once it is dropped. */
export function useDrag() {
  const { store } = useEditing();
  const { graph, places } = useEditorState();
  const [moving, setMoving] = useState<Moving | null>(null);
  const [sized, setSized] = useState<Boxes | null>(null);
  const moved = (dragged: readonly BoxNode[], lead: BoxNode, free: boolean): Moving => {
    const keys = dragged.map(({ id }) => id);
    const from = boxAt(graph, places, lead.id);
    const still = Object.keys(graph.nodes).filter((id) => !keys.includes(id));
    const others = free || isAside(lead.id) ? [] : still.map((id) => boxAt(graph, places, id));
    const { at, guides } = free
      ? { at: onWhole(lead.position), guides: [] }
      : snap({ ...from, ...lead.position }, others);
    return { ...movedBy(graph, places, keys, { x: at.x - from.x, y: at.y - from.y }), guides };
  };
  const dragTo = (event: Held, lead: BoxNode | undefined, dragged: readonly BoxNode[]) => {
    if (lead) setMoving(moved(dragged, lead, event.altKey));
  };
  const dropAt = (event: Held, lead: BoxNode | undefined, dragged: readonly BoxNode[]) => {
    if (!lead) return;
    const edit = dropped(graph, places, moved(dragged, lead, event.altKey));
    if (edit) store.do(edit);
    setMoving(null);
  };
  const pull = useMemo(
    () => (key: string, box: Box, ended: boolean) => {
      const aside = ended ? asideAt(store.get().graph, key) : null;
      if (aside) store.do(resize(store.get().graph, store.get().places, aside, box));
      setSized(ended ? null : new Map([[key, box]]));
    },
    [store],
  );
  return {
    places: moving?.places ?? null,
    boxes: moving?.boxes ?? sized,
    guides: moving?.guides ?? NONE,
    pull,
    handlers: {
      onNodeDrag: dragTo as OnNodeDrag<BoxNode>,
      onNodeDragStop: dropAt as OnNodeDrag<BoxNode>,
      onSelectionDrag: (event: Held, dragged: BoxNode[]) => dragTo(event, dragged[0], dragged),
      onSelectionDragStop: (event: Held, dragged: BoxNode[]) => dropAt(event, dragged[0], dragged),
      onNodesChange: (changes: NodeChange<BoxNode>[]) => {
        const selection = choosing(store.get().selection, changes);
        if (selection) store.select(selection);
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

type Choice = { readonly type: string; readonly id?: string; readonly selected?: boolean };

/** Nodes, and what stands beside them, are both nodes to the canvas. */
function choosing(before: Selection, changes: readonly Choice[]): Selection | null {
  const nodes = chosen(
    before.nodes,
    changes.filter(({ id = "" }) => !isAside(id)),
  );
  const asides = chosen(
    before.asides ?? new Set(),
    changes.filter(({ id = "" }) => isAside(id)),
  );
  return nodes || asides ? { ...before, ...(nodes ? { nodes } : {}), ...(asides ? { asides } : {}) } : null;
}

/** What is chosen after changes of the canvas; `null` = they are about something else. */
function chosen(before: ReadonlySet<string>, changes: readonly Choice[]): ReadonlySet<string> | null {
  const selects = changes.filter(({ type }) => type === "select");
  if (selects.length === 0) return null;
  const next = new Set(before);
  for (const { id = "", selected } of selects) {
    if (selected) next.add(id);
    else next.delete(id);
  }
  return next;
}
