"use client";
import type { Viewport } from "@xyflow/react";
import { useMemo } from "react";

/** Everyone sees a workflow as they have left it: where they stood is theirs, and no part of the graph. */
export function useViewport(slug: string) {
  return useMemo(() => {
    const key = `banyan:editor:${slug}`;
    const kept = read(key);
    return {
      ...(kept ? { defaultViewport: kept } : { fitView: true, fitViewOptions: { padding: 0.2, maxZoom: 1 } }),
      onMoveEnd: (_: unknown, viewport: Viewport) => localStorage.setItem(key, JSON.stringify(viewport)),
    };
  }, [slug]);
}

function read(key: string): Viewport | null {
  try {
    const { x, y, zoom } = JSON.parse(localStorage.getItem(key) ?? "") as Partial<Viewport>;
    return [x, y, zoom].every(Number.isFinite) ? ({ x, y, zoom } as Viewport) : null;
  } catch {
    return null;
  }
}
