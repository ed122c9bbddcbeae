import type { GraphEdge } from "#server/engine/graph/graph";
import type { Overlay } from "./overlay";

/** How a run went by an edge: it was taken, leads to what goes on now, or was left. */
export type Way = "taken" | "going" | "left";

const GOING: ReadonlySet<string> = new Set([
  "ready",
  "queued",
  "active",
  "waiting",
  "retrying",
  "failing",
  "held",
]);

/** Whether a node in this state has begun and not ended. */
export function isGoing(status: string): boolean {
  return GOING.has(status);
}

/** What tells the edges of one node apart. */
export function leadKey({ port, target }: Pick<GraphEdge, "port" | "target">): string {
  return `${port ?? ""}>${target}`;
}

/** `null` = where it begins has not ended. */
export function wayOf(edge: GraphEdge, overlay: Overlay): Way | null {
  const { leads, status } = overlay.get(edge.source) ?? {};
  if (status === "skipped") return "left";
  if (!leads) return null;
  if (!leads.includes(leadKey(edge))) return "left";
  return isGoing(overlay.get(edge.target)?.status ?? "") ? "going" : "taken";
}
