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
import { type DragEvent, useMemo, useState } from "react";
import { useEditing, useEditorState } from "../context";
import { addNode, connect, reconnect } from "../model/acts";
import { asideAt, setAside } from "../model/asides";
import { endsFor, ledTo, targetsOf, whyNot } from "../model/connect";
import { edgeIndex } from "../model/edges";
import type { Point } from "../model/geometry";
import { KINDS, type NodeKind } from "../model/kinds";
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
import { useDrag } from "./use-drag";
import { type BoxNode, useElements } from "./use-elements";
import { useViewport } from "./use-viewport";

export const NODE_TYPES: NodeTypes = { card: NodeCard, aside: AsideBox };
export const EDGE_TYPES: EdgeTypes = { line: EdgeLine };
/** From here on only what can be seen is drawn. */
const MANY = 150;
export const KIND_TYPE = "application/x-banyan-kind";

/** Where the palette is asked for: what leads to the new node, or the edge that it stands on. */
export type PaletteRequest = {
  readonly at?: Point;
  readonly from?: { readonly source: string; readonly port?: string | undefined };
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
  const [targets, setTargets] = useState<ReadonlySet<string> | null>(null);
  const drag = useDrag();
  const { pull } = drag;
  const marks = useMemo(() => marksOf(graph, problems), [graph, problems]);
  const shown = drag.places ?? places;
  const { nodes, edges } = useElements({
    graph,
    places: shown,
    selection,
    marks,
    focus,
    targets,
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
    add(kind, screenToFlowPosition({ x: event.clientX, y: event.clientY }));
  };
  const add = (kind: NodeKind, at: Point) => {
    const { id, edit } = addNode(graph, places, { kind, at: { x: at.x - 104, y: at.y - 28 } });
    store.do(edit, { nodes: new Set([id]) });
  };
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
        onlyRenderVisibleElements={nodes.length > MANY}
        connectionLineType={ConnectionLineType.Bezier}
        connectionRadius={48}
        minZoom={0.1}
        maxZoom={2}
        elevateEdgesOnSelect
        {...viewport}
        {...drag.handlers}
        onNodeDoubleClick={(_, { id }) => open(graph, id)}
        onEdgeMouseEnter={(_, edge) => setHover(edge.id)}
        onEdgeMouseLeave={() => setHover(null)}
        isValidConnection={({ source, target, sourceHandle }) =>
          whyNot(graph, { source, target, port: sourceHandle ?? undefined }, drag.reconnecting.current) ===
          null
        }
        onConnect={({ source, target, sourceHandle }) =>
          store.do(connect({ source, target, port: sourceHandle ?? undefined }))
        }
        onConnectStart={(_, { nodeId, handleId, handleType }) => {
          if (nodeId && handleType === "source") setTargets(targetsOf(graph, nodeId, handleId ?? undefined));
        }}
        onConnectEnd={(event, { fromNode, fromHandle, toNode, isValid }) => {
          setTargets(null);
          if (!fromNode || fromHandle?.type !== "source" || isValid || drag.reconnecting.current >= 0) return;
          const from = { source: fromNode.id, port: fromHandle.id ?? undefined };
          if (toNode) store.refuse(whyNot(graph, { ...from, target: toNode.id }));
          else if (isOnCanvas(pointOf(event))) onPalette({ from, at: screenToFlowPosition(pointOf(event)) });
        }}
        onReconnectStart={(_, edge, stays) => {
          const at = edgeIndex(graph, edge.id);
          drag.reconnecting.current = at;
          setTargets(endsFor(graph, at, stays));
        }}
        onReconnect={(edge, to) => {
          const at = edgeIndex(graph, edge.id);
          const edit = reconnect(graph, at, { ...to, port: to.sourceHandle ?? undefined });
          if (edit) store.do(edit);
        }}
        onReconnectEnd={(_, __, stays, { toNode, toHandle, isValid }) => {
          const at = drag.reconnecting.current;
          drag.reconnecting.current = -1;
          setTargets(null);
          const led = graph.edges[at];
          if (!toNode || !led || isValid) return;
          store.refuse(whyNot(graph, ledTo(led, stays, toNode.id, toHandle?.id ?? undefined), at));
        }}
        onDragOver={(event) => {
          if (event.dataTransfer.types.includes(KIND_TYPE)) event.preventDefault();
        }}
        onDrop={drop}
        onDoubleClick={(event) => {
          const onPane = (event.target as Element).classList.contains("react-flow__pane");
          if (mayEdit && onPane)
            onPalette({ at: screenToFlowPosition({ x: event.clientX, y: event.clientY }) });
        }}
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

function foldFrame(store: EditorStore, key: string): void {
  const aside = asideAt(store.get().graph, key);
  if (aside?.what !== "frame") return;
  const value = aside.value.collapsed === true ? {} : { value: true };
  store.do(setAside(aside, { path: "/collapsed", ...value }));
}

function isOnCanvas({ x, y }: Point): boolean {
  return document.elementFromPoint(x, y)?.closest(".react-flow__renderer") != null;
}

function pointOf(event: MouseEvent | TouchEvent): Point {
  const at = "changedTouches" in event ? event.changedTouches[0] : event;
  return { x: at?.clientX ?? 0, y: at?.clientY ?? 0 };
}
