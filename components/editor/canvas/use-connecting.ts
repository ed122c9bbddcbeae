"use client";
import type {
  Connection as Drawn,
  Edge,
  FinalConnectionState,
  Handle,
  HandleType,
  OnConnectStart,
} from "@xyflow/react";
import { useReactFlow } from "@xyflow/react";
import { useRef, useState } from "react";
import { useEditing, useEditorState } from "../context";
import { connect, reconnect } from "../model/acts";
import { endsFor, ledTo, sourcesOf, targetsOf, whyNot } from "../model/connect";
import { edgeIndex } from "../model/edges";
import type { Point } from "../model/geometry";
import type { PaletteRequest } from "./canvas";
import type { LineEdge } from "./edge-line";

type Pointed = MouseEvent | TouchEvent;

/** Drawing edges by the pointer, and leading either end of one elsewhere. */
export function useConnecting(onPalette: (request: PaletteRequest) => void) {
  const { store } = useEditing();
  const { graph } = useEditorState();
  const { screenToFlowPosition } = useReactFlow();
  const [targets, setTargets] = useState<ReadonlySet<string> | null>(null);
  /** Place of the edge that is being led elsewhere; -1 = none is. */
  const leading = useRef(-1);
  return {
    /** While an edge is drawn: where it may lead, or come from. */
    targets,
    handlers: {
      isValidConnection: ({ source, target, sourceHandle }: Drawn | Edge) =>
        whyNot(graph, { source, target, port: sourceHandle ?? undefined }, leading.current) === null,
      onConnect: ({ source, target, sourceHandle }: Drawn) =>
        store.do(connect({ source, target, port: sourceHandle ?? undefined })),
      onConnectStart: ((_, { nodeId, handleId, handleType }) => {
        if (leading.current >= 0 || !nodeId) return;
        setTargets(
          handleType === "source"
            ? targetsOf(graph, nodeId, handleId ?? undefined)
            : sourcesOf(graph, nodeId),
        );
      }) satisfies OnConnectStart,
      onConnectEnd: (
        event: Pointed,
        { fromNode, fromHandle, toNode, toHandle, isValid }: FinalConnectionState,
      ) => {
        setTargets(null);
        if (!fromNode || !fromHandle || isValid || leading.current >= 0) return;
        const { to, request } = begunAt(fromNode.id, fromHandle);
        if (toNode) store.refuse(whyNot(graph, to(toNode.id, toHandle?.id ?? undefined)));
        else if (isOnCanvas(pointOf(event)))
          onPalette({ ...request, at: screenToFlowPosition(pointOf(event)) });
      },
      onReconnectStart: (_: unknown, edge: LineEdge, stays: HandleType) => {
        leading.current = edgeIndex(graph, edge.id);
        setTargets(endsFor(graph, leading.current, stays));
      },
      onReconnect: (edge: LineEdge, to: Drawn) => {
        const edit = reconnect(graph, edgeIndex(graph, edge.id), {
          ...to,
          port: to.sourceHandle ?? undefined,
        });
        if (edit) store.do(edit);
      },
      onReconnectEnd: (
        _: unknown,
        __: LineEdge,
        stays: HandleType,
        { toNode, toHandle, isValid }: FinalConnectionState,
      ) => {
        const at = leading.current;
        leading.current = -1;
        setTargets(null);
        const led = graph.edges[at];
        if (!toNode || !led || isValid) return;
        store.refuse(whyNot(graph, ledTo(led, stays, toNode.id, toHandle?.id ?? undefined), at));
      },
    },
  };
}

/** An edge that was begun at an exit or an entry: which it would be to another node, and what the palette is asked for. */
function begunAt(id: string, { type, id: exit }: Pick<Handle, "type" | "id">) {
  const port = exit ?? undefined;
  return type === "source"
    ? { to: (target: string) => ({ source: id, target, port }), request: { from: { source: id, port } } }
    : {
        to: (source: string, by?: string) => ({ source, target: id, port: by }),
        request: { to: id },
      };
}

function isOnCanvas({ x, y }: Point): boolean {
  return document.elementFromPoint(x, y)?.closest(".react-flow__renderer") != null;
}

function pointOf(event: Pointed): Point {
  const at = "changedTouches" in event ? event.changedTouches[0] : event;
  return { x: at?.clientX ?? 0, y: at?.clientY ?? 0 };
}
