import type { GraphNode } from "../graph/graph.ts";
import { kindOf } from "../nodes/definitions.ts";

/** A card as the canvas draws it: its ports stand below each other, under what every node shows. */
export const CARD = { width: 208, height: 56, port: 20, belowPorts: 6 } as const;

export function cardOf(node: GraphNode): { readonly width: number; readonly height: number } {
  const ports = kindOf(node).ports?.(node).names.length ?? 0;
  return {
    width: CARD.width,
    height: CARD.height + (ports === 0 ? 0 : ports * CARD.port + CARD.belowPorts),
  };
}
