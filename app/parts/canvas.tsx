"use client";
import {
  Background,
  BackgroundVariant,
  type ColorMode,
  Controls,
  type Edge,
  type Node,
  ReactFlow,
} from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { useTheme } from "next-themes";

const LOOK = {
  width: 132,
  borderRadius: 6,
  border: "1px solid var(--line-strong)",
  borderLeft: "3px solid var(--running)",
  background: "var(--raised)",
  color: "var(--ink)",
  fontSize: 12,
} as const;

const NODES: Node[] = [
  {
    id: "plan",
    position: { x: 0, y: 60 },
    data: { label: "plan" },
    style: LOOK,
    sourcePosition: "right" as never,
  },
  { id: "solve", position: { x: 190, y: 0 }, data: { label: "solve ↻" }, style: LOOK },
  { id: "check", position: { x: 190, y: 120 }, data: { label: "check" }, style: LOOK },
];
const EDGES: Edge[] = [
  { id: "a", source: "plan", target: "solve" },
  { id: "b", source: "plan", target: "check" },
  { id: "c", source: "solve", target: "check", animated: true, label: "3/10" },
];

export default function Canvas() {
  const { resolvedTheme } = useTheme();
  const mode: ColorMode = resolvedTheme === "dark" ? "dark" : "light";
  return (
    <div className="h-64 overflow-hidden rounded border" data-testid="parts-canvas">
      <ReactFlow defaultNodes={NODES} defaultEdges={EDGES} colorMode={mode} fitView preventScrolling={false}>
        <Background variant={BackgroundVariant.Dots} gap={16} />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}
