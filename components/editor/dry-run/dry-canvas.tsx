"use client";
import "@xyflow/react/dist/style.css";
import { ReactFlow, ReactFlowProvider, useReactFlow } from "@xyflow/react";
import { useTheme } from "next-themes";
import { type KeyboardEvent, useEffect, useMemo, useRef } from "react";
import type { Graph } from "#server/engine/graph/graph";
import { EDGE_TYPES, NODE_TYPES } from "../canvas/canvas";
import { CanvasActsContext } from "../canvas/canvas-acts";
import type { LineEdge } from "../canvas/edge-line";
import type { CardNode } from "../canvas/node-card";
import { Surroundings } from "../canvas/surroundings";
import { useElements } from "../canvas/use-elements";
import { fitReadably } from "../canvas/use-viewport";
import { placesOf } from "../model/geometry";
import { arrowDirection, neighbour } from "../model/navigate";
import { placeMissing } from "../model/tidy";
import type { Overlay } from "../model/trial/overlay";

type DryCanvasProps = {
  readonly graph: Graph;
  readonly overlay: Overlay;
  readonly chosen: string | null;
  /** Node that is brought into view when it becomes another one. */
  readonly here: string | null;
  readonly onChoose: (id: string) => void;
};

const NO_MARKS = { nodes: new Map(), edges: new Map() };

/** The graph of one run, to look at while it goes on. */
export function DryCanvas(props: DryCanvasProps) {
  // Its own provider: where one stands on the canvas that is edited stays as it is.
  return (
    <ReactFlowProvider>
      <Drawn {...props} />
    </ReactFlowProvider>
  );
}

function Drawn({ graph, overlay, chosen, here, onChoose }: DryCanvasProps) {
  const { resolvedTheme } = useTheme();
  const flow = useReactFlow();
  const region = useRef<HTMLElement>(null);
  const places = useMemo(() => placesOf(graph, placeMissing(graph)), [graph]);
  const first = Object.keys(graph.nodes)[0] ?? null;
  const focus = chosen !== null && Object.hasOwn(graph.nodes, chosen) ? chosen : first;
  const selection = useMemo(
    () => ({ nodes: new Set(chosen === null ? [] : [chosen]), edges: new Set<string>() }),
    [chosen],
  );
  const { nodes, edges } = useElements({
    graph,
    places,
    selection,
    marks: NO_MARKS,
    focus,
    targets: null,
    hover: null,
    overlay,
  });
  useEffect(() => {
    const at = here === null ? undefined : places.get(here);
    if (at) void flow.setCenter(at.x + 104, at.y + 28, { zoom: flow.getZoom(), duration: 0 });
  }, [here, places, flow]);
  const onKey = (event: KeyboardEvent) => {
    const direction = arrowDirection(event.key);
    const next = direction && focus !== null ? neighbour(graph, places, focus, direction) : null;
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    onChoose(next);
    requestAnimationFrame(() =>
      region.current
        ?.querySelector<HTMLElement>('.react-flow__node[tabindex="0"]')
        ?.focus({ preventScroll: true }),
    );
  };
  return (
    <CanvasActsContext value={{}}>
      <section
        ref={region}
        aria-label={`Dry run of ${graph.name}`}
        className="relative min-h-80 min-w-0 grow"
        data-testid="dry-canvas"
        onKeyDown={onKey}
      >
        <ReactFlow<CardNode, LineEdge>
          key={graph.slug}
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          colorMode={resolvedTheme === "dark" ? "dark" : "light"}
          nodesDraggable={false}
          nodesConnectable={false}
          edgesFocusable={false}
          nodesFocusable={false}
          disableKeyboardA11y
          onNodeClick={(_, { id }) => onChoose(id)}
          onlyRenderVisibleElements={nodes.length > 150}
          onInit={fitReadably}
          minZoom={0.1}
          maxZoom={2}
          proOptions={{ hideAttribution: true }}
        >
          <Surroundings />
        </ReactFlow>
      </section>
    </CanvasActsContext>
  );
}
