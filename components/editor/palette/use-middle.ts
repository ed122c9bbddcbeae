"use client";
import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useCallback } from "react";
import { NODE_HEIGHT, NODE_WIDTH, type Point } from "../model/geometry";

/** Where a new node stands in the middle of what is seen of the canvas. */
export function useMiddle(): () => Point {
  const { getViewport } = useReactFlow();
  const store = useStoreApi();
  return useCallback(() => {
    const { width, height } = store.getState();
    const { x, y, zoom } = getViewport();
    return { x: (width / 2 - x) / zoom - NODE_WIDTH / 2, y: (height / 2 - y) / zoom - NODE_HEIGHT / 2 };
  }, [store, getViewport]);
}
