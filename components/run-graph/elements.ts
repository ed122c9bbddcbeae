import type { Edge } from "@xyflow/react";
import type { Forest, Line } from "../tree";
import { type BackEdge, type GraphLayout, NODE } from "./model/layout";
import type { CardNode } from "./run-card";

export type Elements = { readonly nodes: CardNode[]; readonly edges: Edge[] };

/** A layout in the terms of the canvas. */
export function elementsOf(
  forest: Forest,
  layout: GraphLayout,
  lines: readonly Line[],
  cycles: readonly BackEdge[],
): Elements {
  const most = forest.rows.reduce((max, row) => Math.max(max, row.tokens), 0);
  const tokensOf = new Map(
    lines.flatMap((line) =>
      line.kind === "run" ? [[line.key, forest.rows[line.no]?.tokens ?? 0] as const] : [],
    ),
  );
  return {
    nodes: layout.nodes.map(({ key, line, x, y }) => ({
      id: key,
      type: "run",
      position: { x, y },
      ...NODE,
      data: { line },
    })),
    edges: [
      ...layout.edges.map(
        ({ from, to }): Edge => ({
          id: `${from}-${to}`,
          source: from,
          target: to,
          style: {
            stroke: "var(--ink-faint)",
            strokeOpacity: 0.6,
            strokeWidth: widthOf(tokensOf.get(to) ?? 0, most),
          },
        }),
      ),
      ...cycles.map(
        ({ key, from, to, times, refused }): Edge => ({
          id: key,
          source: from,
          target: to,
          sourceHandle: "back-out",
          targetHandle: "back-in",
          label: `↻ ${refused ? "cycle blocked" : "cycle"}${times > 1 ? ` × ${times}` : ""}`,
          zIndex: 1,
          style: { stroke: "var(--failed)", strokeWidth: 1.5, strokeDasharray: "4 3" },
          labelStyle: { fill: "var(--failed-ink)", fontSize: 11 },
          labelBgStyle: { fill: "var(--raised)" },
        }),
      ),
    ],
  };
}

const WIDEST = 4;

/** Wider where the run used more tokens; the least where none did. */
function widthOf(tokens: number, most: number): number {
  return most === 0 ? 1 : 1 + (WIDEST - 1) * Math.sqrt(tokens / most);
}
