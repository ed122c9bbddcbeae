"use client";
import type { ReactFlowInstance, Viewport } from "@xyflow/react";
import { useMemo } from "react";
import { useWho } from "../../providers";
import { WHOLE } from "../model/geometry";
import type { LineEdge } from "./edge-line";
import type { BoxNode } from "./use-elements";

/** Smaller than this, what a card says cannot be read. */
const READABLE = 0.52;
const MARGIN = 32;

/** Everyone sees a workflow as they have left it: where they stood is theirs, and no part of the graph. */
export function useViewport(slug: string, mayEdit: boolean) {
  const who = useWho();
  return useMemo(() => {
    // What fits a wide page does not fit a narrow one, on which nobody edits.
    const key = `banyan:editor:${who}:${slug}${mayEdit ? "" : ":read"}`;
    const kept = read(key);
    return {
      ...(kept ? { defaultViewport: kept } : { onInit: fitReadably }),
      onMoveEnd: (_: unknown, viewport: Viewport) => localStorage.setItem(key, JSON.stringify(viewport)),
    };
  }, [who, slug, mayEdit]);
}

/** All of it as long as names can be made out, else where it begins, so large that all can be read. */
export async function fitReadably(flow: ReactFlowInstance<BoxNode, LineEdge>): Promise<void> {
  // Asked of an empty canvas, it would wait for the first node and jump to it.
  if (flow.getNodes().length === 0) return;
  await flow.fitView({ padding: 0.06, minZoom: WHOLE, maxZoom: 1 });
  const { x: left, y: top } = flow.getNodesBounds(flow.getNodes());
  const whole = flow.getViewport();
  if (left * whole.zoom + whole.x >= 0 && top * whole.zoom + whole.y >= 0) return;
  await flow.fitView({ padding: 0.06, minZoom: READABLE, maxZoom: 1 });
  const { x, y, zoom } = flow.getViewport();
  if (left * zoom + x < MARGIN) await flow.setViewport({ x: MARGIN - left * zoom, y, zoom });
}

function read(key: string): Viewport | null {
  try {
    const { x, y, zoom } = JSON.parse(localStorage.getItem(key) ?? "") as Partial<Viewport>;
    return [x, y, zoom].every(Number.isFinite) ? ({ x, y, zoom } as Viewport) : null;
  } catch {
    return null;
  }
}
