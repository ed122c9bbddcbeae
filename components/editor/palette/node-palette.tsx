"use client";
import { useRef } from "react";
import type { PaletteRequest } from "../canvas/canvas";
import { KindIcon } from "../canvas/kind-icon";
import { useEditing } from "../context";
import { type Added, addNode, insertOnEdge, leadsOn } from "../model/acts";
import { edgeIndex } from "../model/edges";
import { NODE_WIDTH, type Point } from "../model/geometry";
import { KINDS, type NodeKind } from "../model/kinds";
import type { EditorStore } from "../model/store";
import { PaletteFrame, PaletteLine } from "./palette-frame";
import { useMiddle } from "./use-middle";

type NodePaletteProps = {
  readonly request: PaletteRequest | null;
  readonly onClose: () => void;
  /** The palette has gone, and this node is new. */
  readonly onAdded: (id: string) => void;
};

/** Kinds of node by typing a part of their name: from Tab, from an edge, and where an edge was dropped. */
export function NodePalette({ request, onClose, onAdded }: NodePaletteProps) {
  const { store } = useEditing();
  const middleOf = useMiddle();
  const added = useRef<string | null>(null);
  const asked = useRef<PaletteRequest>({});
  if (request) asked.current = request;
  const choose = (kind: NodeKind) => {
    const made = nodeFor(store, asked.current, kind, middleOf());
    if (made && store.do(made.edit, { nodes: new Set([made.id]) })) added.current = made.id;
    onClose();
  };
  const gone = () => {
    if (added.current !== null) onAdded(added.current);
    added.current = null;
  };
  const { onEdge, to } = asked.current;
  const kinds = KINDS.filter(({ kind }) => (onEdge === undefined && to === undefined) || leadsOn(kind));
  return (
    <PaletteFrame
      open={request !== null}
      onClose={onClose}
      onGone={gone}
      title={titleOf(asked.current)}
      none="No kind of node fits."
      testId="node-palette"
    >
      {kinds.map(({ kind, label, summary, words }) => (
        <PaletteLine
          key={kind}
          value={label}
          words={[kind, words]}
          onChoose={() => choose(kind)}
          icon={<KindIcon kind={kind} />}
          label={label}
          note={summary}
        />
      ))}
    </PaletteFrame>
  );
}

function titleOf({ from, to, onEdge }: PaletteRequest): string {
  if (onEdge !== undefined) return "Insert a node";
  if (to !== undefined) return `Add a node before ${to}`;
  if (!from) return "Add a node";
  return `Add a node behind ${from.source}${from.port ? `, ${from.port}` : ""}`;
}

/** How far behind the node that it follows a new one stands. */
const BEHIND = 80;

function nodeFor(store: EditorStore, request: PaletteRequest, kind: NodeKind, middle: Point): Added | null {
  const { graph, places } = store.get();
  const { at, from, to, onEdge } = request;
  if (onEdge !== undefined) return insertOnEdge(graph, places, edgeIndex(graph, onEdge), kind);
  const source = from && places.get(from.source);
  const behind = source ? { x: source.x + NODE_WIDTH + BEHIND, y: source.y } : middle;
  return addNode(graph, places, { kind, at: at ?? behind, from, to });
}
