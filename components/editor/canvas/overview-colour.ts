import type { Node } from "@xyflow/react";
import { placeLook } from "../../inspector";
import { toneOf } from "../../ui";
import type { NodeKind } from "../model/kinds";
import type { CardData } from "./node-card";

/** Kinds that are looked for together are alike from afar: who thinks, what repeats, what decides, how it ends. */
const OF_KIND: Readonly<Record<NodeKind, string>> = {
  task: "--ink-faint",
  http: "--ink-faint",
  code: "--ink-faint",
  transform: "--ink-faint",
  emit: "--ink-faint",
  agent: "--waiting",
  plan: "--waiting",
  subworkflow: "--running",
  map: "--running",
  loop: "--running",
  decision: "--degraded",
  approval: "--degraded",
  wait: "--degraded",
  compensate: "--degraded",
  end: "--succeeded",
  fail: "--failed",
};

/** What a node is in the overview: its kind, and over a run how it stands there. */
export function overviewColour({ type, data }: Pick<Node, "type" | "data">): string {
  if (type === "aside") return "var(--line)";
  const { node, mark } = data as Partial<CardData>;
  if (mark?.status !== undefined) {
    const { glyph } = placeLook(mark.status);
    return glyph === "skipped" ? "var(--line-strong)" : `var(--${toneOf(glyph)})`;
  }
  return node ? `var(${OF_KIND[node.kind]})` : "var(--line-strong)";
}
