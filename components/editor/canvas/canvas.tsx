"use client";
import "@xyflow/react/dist/style.css";
import {
  ConnectionLineType,
  type EdgeTypes,
  type NodeTypes,
  Panel,
  ReactFlow,
  useReactFlow,
} from "@xyflow/react";
import { useTheme } from "next-themes";
import { type DragEvent, type MouseEvent, useMemo, useState } from "react";
import { useEditing, useEditorState } from "../context";
import { addNode, insertOnEdge } from "../model/acts";
import { asideAt, setAside } from "../model/asides";
import { edgeIndex } from "../model/edges";
import { NODE_HEIGHT, NODE_WIDTH, type Point } from "../model/geometry";
import { KINDS } from "../model/kinds";
import { marksOf } from "../model/problems";
import type { EditorStore } from "../model/store";
import type { Overlay } from "../model/trial/overlay";
import { useTrail } from "../trail-context";
import { AsideBox } from "./aside-node";
import { CanvasActsContext } from "./canvas-acts";
import { EdgeLine, type LineEdge } from "./edge-line";
import { Guides } from "./guides";
import { NodeCard } from "./node-card";
import { Surroundings } from "./surroundings";
import { useConnecting } from "./use-connecting";
import { useDrag } from "./use-drag";
import { type BoxNode, useElements } from "./use-elements";
import { useGlide } from "./use-glide";
import { useSteady } from "./use-steady";
import { useViewport } from "./use-viewport";

export const NODE_TYPES: NodeTypes = { card: NodeCard, aside: AsideBox };
export const EDGE_TYPES: EdgeTypes = { line: EdgeLine };
/** From here on only what can be seen is drawn. */
const MANY = 150;
/** How far an end of an edge can be taken: beyond the port, from which another edge can be drawn. */
const REACH = 16;
/** Held, a click adds to what is chosen, or takes from it. */
const ADDING = ["Shift", "Control", "Meta"];
export const KIND_TYPE = "application/x-banyan-kind";

/** Where the palette is asked for: what leads to the new node, what it leads to, or the edge that it stands on. */
export type PaletteRequest = {
  readonly at?: Point;
  readonly from?: { readonly source: string; readonly port?: string | undefined };
  readonly to?: string;
  readonly onEdge?: string;
};

type CanvasProps = {
  readonly focus: string | null;
  readonly overlay: Overlay;
  readonly onPalette: (request: PaletteRequest) => void;
};

/** The graph to see and to change by hand. */
export function Canvas({ focus, overlay, onPalette }: CanvasProps) {
  const { store, problems, mayEdit } = useEditing();
  const { graph, places, selection } = useEditorState();
  const { screenToFlowPosition } = useReactFlow();
  const { open } = useTrail();
  const { resolvedTheme } = useTheme();
  const [hover, setHover] = useState<string | null>(null);
  const drag = useDrag();
  const connecting = useConnecting(onPalette);
  const { pull } = drag;
  const marks = useMemo(() => marksOf(graph, problems), [graph, problems]);
  const gliding = useGlide();
  const shown = drag.places ?? gliding ?? places;
  const { nodes, edges } = useElements({
    graph,
    places: shown,
    selection,
    marks,
    focus,
    targets: connecting.targets,
    hover,
    overlay,
    ...(drag.boxes ? { boxes: drag.boxes } : {}),
  });
  const viewport = useViewport(graph.slug, mayEdit);
  const acts = useMemo(
    () =>
      mayEdit
        ? {
            insertOn: (onEdge: string) => onPalette({ onEdge }),
            fold: (key: string) => foldFrame(store, key),
            resize: pull,
          }
        : {},
    [mayEdit, onPalette, store, pull],
  );
  const drop = (event: DragEvent) => {
    const kind = KINDS.find((entry) => entry.kind === event.dataTransfer.getData(KIND_TYPE))?.kind;
    if (!kind) return;
    event.preventDefault();
    setHover(null);
    const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const at = { x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 };
    const edge = edgeUnder(event);
    const onEdge = edge === null ? null : insertOnEdge(graph, places, edgeIndex(graph, edge), kind);
    const { id, edit } = onEdge ?? addNode(graph, places, { kind, at });
    store.do(edit, { nodes: new Set([id]) });
  };
  const handlers = useSteady({
    ...drag.handlers,
    ...connecting.handlers,
    onNodeDoubleClick: (_: unknown, { id }: BoxNode) => open(graph, id),
    onEdgeMouseEnter: (_: unknown, edge: LineEdge) => setHover(edge.id),
    onEdgeMouseLeave: () => setHover(null),
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(KIND_TYPE)) return;
      event.preventDefault();
      setHover(edgeUnder(event));
    },
    onDragLeave: () => setHover(null),
    onDrop: drop,
    onDoubleClick: (event: MouseEvent) => {
      const onPane = (event.target as Element).classList.contains("react-flow__pane");
      if (mayEdit && onPane) onPalette({ at: screenToFlowPosition({ x: event.clientX, y: event.clientY }) });
    },
  });
  return (
    <CanvasActsContext value={acts}>
      <ReactFlow<BoxNode, LineEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        colorMode={resolvedTheme === "dark" ? "dark" : "light"}
        nodesDraggable={mayEdit}
        nodesConnectable={mayEdit}
        edgesReconnectable={mayEdit}
        edgesFocusable={false}
        nodesFocusable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        multiSelectionKeyCode={ADDING}
        nodeClickDistance={1}
        onlyRenderVisibleElements={nodes.length > MANY}
        connectionLineType={ConnectionLineType.Bezier}
        connectionRadius={48}
        reconnectRadius={REACH}
        minZoom={0.1}
        maxZoom={2}
        {...viewport}
        {...handlers}
        zoomOnDoubleClick={false}
        proOptions={{ hideAttribution: true }}
        aria-label={`Canvas of ${graph.name}`}
      >
        <Surroundings />
        <Guides guides={drag.guides} />
        {nodes.length === 0 ? (
          <Panel position="top-center" className="!mt-24 pointer-events-none text-center text-ink-muted">
            <p className="font-medium text-ink text-read">Nothing is here yet</p>
            <p>
              {mayEdit
                ? "Press Tab to add the first node, or drag one from the left."
                : "The draft has no nodes."}
            </p>
          </Panel>
        ) : null}
      </ReactFlow>
    </CanvasActsContext>
  );
}

/** The edge that something is dropped on, or on what stands on it. */
function edgeUnder({ clientX, clientY }: DragEvent): string | null {
  const found = document
    .elementFromPoint(clientX, clientY)
    ?.closest<HTMLElement>(".react-flow__edge, [data-edge]");
  return found?.dataset["edge"] ?? found?.dataset["id"] ?? null;
}

function foldFrame(store: EditorStore, key: string): void {
  const aside = asideAt(store.get().graph, key);
  if (aside?.what !== "frame") return;
  const value = aside.value.collapsed === true ? {} : { value: true };
  store.do(setAside(aside, { path: "/collapsed", ...value }));
}
