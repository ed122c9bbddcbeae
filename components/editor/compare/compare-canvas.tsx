"use client";
import "@xyflow/react/dist/style.css";
import { type Edge, type Node, ReactFlow, ReactFlowProvider, useReactFlow } from "@xyflow/react";
import { useTheme } from "next-themes";
import { type KeyboardEvent, useEffect, useMemo, useRef } from "react";
import { CanvasActsContext } from "../canvas/canvas-acts";
import { Surroundings } from "../canvas/surroundings";
import { focusNode, NO_MARKS, NO_OVERLAY, TO_READ } from "../canvas/to-read";
import { useElements } from "../canvas/use-elements";
import { fitReadably } from "../canvas/use-viewport";
import type { Compared } from "../model/compare/compared";
import { NODE_HEIGHT, NODE_WIDTH, sizeOf } from "../model/geometry";
import { arrowDirection, neighbour } from "../model/navigate";
import { COMPARED_EDGES, COMPARED_NODES } from "./compared-elements";

type CompareCanvasProps = {
  readonly all: Compared;
  /** Node that is looked at. */
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
};

/** Two graphs in one picture, to read. */
export function CompareCanvas(props: CompareCanvasProps) {
  return (
    <ReactFlowProvider>
      <Drawn {...props} />
    </ReactFlowProvider>
  );
}

function Drawn({ all, chosen, onChoose }: CompareCanvasProps) {
  const { resolvedTheme } = useTheme();
  const region = useRef<HTMLElement>(null);
  const { nodes, edges, focus } = useCompared(all, chosen);
  useIntoView(all, chosen);
  const onKey = (event: KeyboardEvent) => {
    const direction = arrowDirection(event.key);
    const next = direction && focus !== null ? neighbour(all.graph, all.places, focus, direction) : null;
    if (next === null) return;
    event.preventDefault();
    onChoose(next);
    requestAnimationFrame(() => focusNode(region.current));
  };
  return (
    <CanvasActsContext value={{}}>
      <section
        ref={region}
        aria-label="Both revisions on one canvas"
        className="relative min-h-80 min-w-0 grow"
        data-testid="compare-canvas"
        onKeyDown={onKey}
      >
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={COMPARED_NODES}
          edgeTypes={COMPARED_EDGES}
          colorMode={resolvedTheme === "dark" ? "dark" : "light"}
          {...TO_READ}
          onNodeClick={(_, { id, type }) => {
            if (type === "compared") onChoose(id);
          }}
          onlyRenderVisibleElements={nodes.length > 150}
          onInit={(flow) => void fitReadably(flow as unknown as Parameters<typeof fitReadably>[0])}
          aria-label={`Canvas of ${all.graph.name}`}
        >
          <Surroundings />
        </ReactFlow>
      </section>
    </CanvasActsContext>
  );
}

/** The elements of the editor's canvas, each with how it fared. */
function useCompared({ graph, places, nodes: hows, edges: lines, was }: Compared, chosen: string | null) {
  const first = Object.keys(graph.nodes)[0] ?? null;
  const focus = chosen !== null && Object.hasOwn(graph.nodes, chosen) ? chosen : first;
  const selection = useMemo(
    () => ({ nodes: new Set(chosen === null ? [] : [chosen]), edges: new Set<string>() }),
    [chosen],
  );
  const drawn = { graph, places, selection, marks: NO_MARKS, focus, targets: null, hover: null };
  const { nodes, edges } = useElements({ ...drawn, overlay: NO_OVERLAY });
  const both = useMemo((): Node[] => {
    const ghosts = [...was].map(([id, position]): Node => {
      const domAttributes = { "aria-hidden": true } as const;
      const size = Object.hasOwn(graph.nodes, id)
        ? sizeOf(graph, id)
        : { width: NODE_WIDTH, height: NODE_HEIGHT };
      return {
        id: `was ${id}`,
        type: "ghost",
        position,
        ...size,
        data: {},
        selectable: false,
        domAttributes,
      };
    });
    const cards = nodes.map((node): Node => {
      const how = hows.get(node.id) ?? "same";
      const { "aria-label": name = node.id } = (node.domAttributes ?? {}) as { "aria-label"?: string };
      const label = `${name}${how === "same" ? "" : `, ${how}`}`;
      const domAttributes = { ...node.domAttributes, "aria-label": label };
      return { ...node, type: "compared", data: { ...node.data, how }, domAttributes };
    });
    return [...ghosts, ...cards];
  }, [nodes, hows, was, graph]);
  const marked = useMemo(
    () =>
      edges.map((edge): Edge => {
        const how = lines.get(edge.id) ?? "same";
        const ariaLabel = `${edge.ariaLabel}${how === "same" ? "" : `, ${how}`}`;
        return { ...edge, ariaLabel, data: { ...edge.data, how } };
      }),
    [edges, lines],
  );
  return { nodes: both, edges: marked, focus };
}

function useIntoView({ graph, places }: Compared, chosen: string | null): void {
  const flow = useReactFlow();
  const at = chosen !== null && Object.hasOwn(graph.nodes, chosen) ? places.get(chosen) : undefined;
  useEffect(() => {
    if (at) void flow.setCenter(at.x + NODE_WIDTH / 2, at.y + NODE_HEIGHT / 2, { zoom: flow.getZoom() });
  }, [at, flow]);
}
