"use client";
import "@xyflow/react/dist/style.css";
import {
  ReactFlow,
  type ReactFlowInstance,
  ReactFlowProvider,
  useReactFlow,
  type Viewport,
} from "@xyflow/react";
import { useTheme } from "next-themes";
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef } from "react";
import type { Graph } from "#server/engine/graph/graph";
import { cx } from "../../ui";
import { focusLater } from "../focus-later";
import { isAside } from "../model/asides";
import { NODE_HEIGHT, NODE_WIDTH, type Point, placesOf } from "../model/geometry";
import { arrowDirection, neighbour } from "../model/navigate";
import { placeMissing } from "../model/tidy";
import type { Overlay } from "../model/trial/overlay";
import { EDGE_TYPES, NODE_TYPES } from "./canvas";
import { CanvasActsContext } from "./canvas-acts";
import type { LineEdge } from "./edge-line";
import { Surroundings } from "./surroundings";
import { focusNode, NO_MARKS, NO_OVERLAY, TO_READ } from "./to-read";
import { type BoxNode, useElements } from "./use-elements";
import { fitReadably } from "./use-viewport";

type ReadCanvasProps = {
  readonly graph: Graph;
  readonly label: string;
  readonly testId: string;
  readonly overlay?: Overlay;
  readonly chosen: string | null;
  /** Node that is brought into view when it becomes another one. */
  readonly here?: string | null;
  readonly onChoose: (id: string) => void;
  /** Opens what a node calls. */
  readonly onOpen?: (id: string) => void;
  /** It takes what height there is, however little. */
  readonly low?: boolean;
  /** The keyboard begins on it. */
  readonly focused?: boolean;
  /** Where one stood; otherwise it is fitted. */
  readonly viewport?: Viewport;
  readonly onMoved?: (viewport: Viewport) => void;
};

/** A graph to look at and not to change. */
export function ReadCanvas(props: ReadCanvasProps) {
  // Its own provider: where one stands on the canvas that is edited stays as it is.
  return (
    <ReactFlowProvider>
      <Drawn {...props} />
    </ReactFlowProvider>
  );
}

function Drawn(props: ReadCanvasProps) {
  const { graph, overlay = NO_OVERLAY, chosen, here = null, onChoose, onOpen, viewport, onMoved } = props;
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
  const drawn = { graph, places, selection, marks: NO_MARKS, focus, targets: null, hover: null, overlay };
  const { nodes, edges } = useElements(drawn);
  const at = here === null ? undefined : places.get(here);
  const center = useCallback(() => {
    if (!at) return;
    const middle = { x: at.x + NODE_WIDTH / 2, y: at.y + NODE_HEIGHT / 2 };
    void flow.setCenter(middle.x, middle.y, { zoom: flow.getZoom(), duration: 0 });
  }, [at, flow]);
  useEffect(center, [center]);
  const fit = async (inner: ReactFlowInstance<BoxNode, LineEdge>) => {
    await fitReadably(inner);
    if (at && !isInView(region.current, at, inner.getViewport())) center();
  };
  const { focused = false } = props;
  useEffect(() => (focused ? focusLater(() => focusNode(region.current)) : undefined), [focused]);
  const onKey = (event: KeyboardEvent) => {
    if (focus === null) return;
    if (event.key === "Enter" && onOpen) return taken(event, () => onOpen(focus));
    const direction = arrowDirection(event.key);
    const next = direction && neighbour(graph, places, focus, direction);
    if (next === null) return;
    taken(event, () => onChoose(next));
    requestAnimationFrame(() => focusNode(region.current));
  };
  return (
    <CanvasActsContext value={{}}>
      <section
        ref={region}
        aria-label={props.label}
        className={cx("relative min-w-0 grow", props.low ? "min-h-0" : "min-h-80")}
        data-testid={props.testId}
        onKeyDown={onKey}
      >
        <ReactFlow<BoxNode, LineEdge>
          key={graph.slug}
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          colorMode={resolvedTheme === "dark" ? "dark" : "light"}
          {...TO_READ}
          onNodeClick={(_, { id }) => {
            if (!isAside(id)) onChoose(id);
          }}
          onNodeDoubleClick={(_, { id }) => {
            if (!isAside(id)) onOpen?.(id);
          }}
          zoomOnDoubleClick={false}
          onlyRenderVisibleElements={nodes.length > 150}
          {...(viewport ? { defaultViewport: viewport } : { onInit: fit })}
          onMoveEnd={(_, next) => onMoved?.(next)}
          aria-label={`Canvas of ${graph.name}`}
        >
          <Surroundings />
        </ReactFlow>
      </section>
    </CanvasActsContext>
  );
}

/** Whether all of a card at this place is seen. */
function isInView(region: HTMLElement | null, at: Point, { x, y, zoom }: Viewport): boolean {
  const [left, top] = [at.x * zoom + x, at.y * zoom + y];
  const [right, bottom] = [left + NODE_WIDTH * zoom, top + NODE_HEIGHT * zoom];
  return (
    left >= 0 && top >= 0 && right <= (region?.clientWidth ?? 0) && bottom <= (region?.clientHeight ?? 0)
  );
}

function taken(event: KeyboardEvent, act: () => void): void {
  if (!(event.target instanceof Element) || !event.target.closest(".react-flow__node")) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}
