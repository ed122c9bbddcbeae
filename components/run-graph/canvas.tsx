"use client";
import {
  Background,
  BackgroundVariant,
  Controls,
  MiniMap,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStoreApi,
} from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { useTheme } from "next-themes";
import { useEffect, useMemo, useRef } from "react";
import type { Line, RunViewProps } from "../tree";
import { toneIn } from "../ui";
import { CardsContext } from "./cards-context";
import { elementsOf } from "./elements";
import { centreFor } from "./model/centre";
import { backEdges, layoutOf, NODE } from "./model/layout";
import { type CardNode, RunCard } from "./run-card";
import { useGraphPicture } from "./use-graph-picture";

const NODE_TYPES = { run: RunCard };
const CULL_ABOVE = 150;
const LEAST_FIT = 0.4;
const BEGIN = 0.6;
const READ_ONLY = {
  nodesDraggable: false,
  nodesConnectable: false,
  nodesFocusable: false,
  edgesFocusable: false,
  elementsSelectable: false,
  deleteKeyCode: null,
  disableKeyboardA11y: true,
} as const;

type CanvasProps = RunViewProps & { readonly lines: readonly Line[] };

export function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Cards {...props} />
    </ReactFlowProvider>
  );
}

function Cards({ store, screen, lines, onPicture }: CanvasProps) {
  const { resolvedTheme } = useTheme();
  const frame = useRef<HTMLDivElement>(null);
  const layout = useMemo(() => layoutOf(lines), [lines]);
  // Rows change in place: the lines say which cards there are, each card looks after its own row, and cycles are few.
  const cycles = backEdges(store.forest, lines);
  const found = cycles.map(({ key, times }) => `${key} ${times}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `found` says when the cycles differ
  const { nodes, edges } = useMemo(
    () => elementsOf(store.forest, layout, lines, cycles),
    [store, layout, lines, found],
  );
  const cards = useMemo(
    () => ({ store, active: screen.active, paused: store.tree?.paused ?? false }),
    [store, screen.active, store.tree?.paused],
  );
  useGraphPicture(onPicture, { store, layout, edges });
  useKeepInView(screen.show, layout);
  const lineOf = (node: CardNode) => node.data.line;
  return (
    <CardsContext value={cards}>
      {/* biome-ignore lint/a11y/useSemanticElements: no element means a drawing that takes keys */}
      <div
        ref={frame}
        role="group"
        aria-label={`Graph of ${lines.length} runs and groups. Arrow keys choose one, as in the tree.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move the selection while it has the focus
        tabIndex={0}
        data-tree-keys
        className="min-h-0 grow outline-offset-[-2px]"
      >
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          colorMode={resolvedTheme === "dark" ? "dark" : "light"}
          onlyRenderVisibleElements={nodes.length > CULL_ABOVE}
          minZoom={0.05}
          maxZoom={1.5}
          fitView
          fitViewOptions={{ maxZoom: 1, minZoom: LEAST_FIT }}
          onInit={(flow) => {
            const [root, pane] = [layout.nodes[0], frame.current];
            // Of a graph that is too wide for one look the root is where to begin.
            if (!root || !pane || flow.getZoom() > LEAST_FIT) return;
            const x = pane.clientWidth / 2 - (root.x + NODE.width / 2) * BEGIN;
            void flow.setViewport({ x, y: 24, zoom: BEGIN });
          }}
          onNodeClick={(_, node) => {
            const line = lineOf(node);
            if (line.kind !== "run") screen.toggle(line);
            screen.select(line);
          }}
          onNodeDoubleClick={(_, node) => {
            const line = lineOf(node);
            if (line.kind === "run") screen.toggle(line);
          }}
          {...READ_ONLY}
        >
          <Background variant={BackgroundVariant.Dots} gap={16} />
          <Controls showInteractive={false} />
          <MiniMap
            pannable
            zoomable
            style={{ width: 132, height: 88 }}
            className="max-md:hidden"
            bgColor="var(--panel)"
            maskColor="color-mix(in srgb, var(--ground) 60%, transparent)"
            nodeStrokeWidth={0}
            nodeColor={(node) => colourOf(store, (node as CardNode).data.line)}
          />
        </ReactFlow>
      </div>
    </CardsContext>
  );
}

function colourOf({ forest, tree }: RunViewProps["store"], line: Line): string {
  const row = line.kind === "run" ? forest.rows[line.no] : undefined;
  return `var(--${row ? toneIn(tree?.paused ?? false, row.status) : "ink-faint"})`;
}

/** Moves to what is asked for elsewhere, and stays where a person has moved to otherwise. */
function useKeepInView(show: RunViewProps["screen"]["show"], layout: ReturnType<typeof layoutOf>): void {
  const flow = useReactFlow();
  const pane = useStoreApi();
  const latest = useRef(layout);
  useEffect(() => {
    latest.current = layout;
  });
  useEffect(() => {
    const node = show ? latest.current.nodes.find(({ key }) => key === show.key) : undefined;
    if (!node) return;
    const zoom = Math.max(0.5, flow.getZoom());
    const moves = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 200;
    const { width, height } = pane.getState();
    const size = { width: width / zoom, height: height / zoom };
    const { x, y } = centreFor(node, latest.current, size);
    void flow.setCenter(x, y, { zoom, duration: moves });
  }, [show, flow, pane]);
}
