"use client";
import { type ReactFlowState, useStore } from "@xyflow/react";
import type { ReactNode } from "react";
import { createPortal } from "react-dom";

const layers = new WeakMap<Element, Element>();

/** React Flow's own part for labels looks for this layer once for each label, whenever anything moves. */
function layerOf({ domNode }: ReactFlowState): Element | null {
  if (!domNode) return null;
  const known = layers.get(domNode);
  if (known?.isConnected) return known;
  const layer = domNode.querySelector(".react-flow__edgelabel-renderer");
  if (layer) layers.set(domNode, layer);
  return layer;
}

/** What stands on an edge, above all edges. */
export function EdgeLabel({ children }: { readonly children: ReactNode }) {
  const layer = useStore(layerOf);
  return layer ? createPortal(children, layer) : null;
}
