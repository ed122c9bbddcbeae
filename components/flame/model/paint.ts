import type { RunRow } from "#server/engine/live/wire";
import type { Colour } from "../../drawing";
import { toneIn } from "../../ui/tone";

export const COLOURINGS = ["status", "agent", "workflow", "cost"] as const;
export type Colouring = (typeof COLOURINGS)[number];

/** Eight that are told apart in both themes; dark text is read on each of them. */
export const SERIES = [
  "#8fb4dd",
  "#f5b06b",
  "#8cc98a",
  "#cfa6c4",
  "#c3a594",
  "#9dd0cb",
  "#f09a9b",
  "#f0d97a",
] as const satisfies readonly Colour[];
export const DARK = "#10151d" satisfies Colour;

export type Coat = { readonly ink: Colour; readonly alpha: number; readonly text: Colour };

export type Coating = {
  readonly colouring: Colouring;
  /** Index of the agent of a run; -1 = none. */
  readonly agentOf: (no: number) => number;
  readonly workflowOf: (slug: string) => number;
  readonly paused: boolean;
  /** Highest own cost of a run. */
  readonly dearest: number;
};

export function coatOf(row: RunRow, { colouring, agentOf, workflowOf, paused, dearest }: Coating): Coat {
  if (colouring === "status") return { ink: toneIn(paused, row.status), alpha: 0.28, text: "ink" };
  if (colouring === "cost") {
    const share = dearest > 0 ? row.costUsd / dearest : 0;
    return { ink: "accent", alpha: 0.08 + 0.5 * Math.sqrt(share), text: "ink" };
  }
  const index = colouring === "agent" ? agentOf(row.no) : workflowOf(row.slug);
  if (index < 0) return { ink: "ink-faint", alpha: 0.2, text: "ink" };
  return { ink: SERIES[index % SERIES.length] ?? "ink-faint", alpha: 1, text: DARK };
}

/** Numbers workflows in the order in which they come up. */
export function workflowIndex(): (slug: string) => number {
  const known = new Map<string, number>();
  return (slug) => {
    const index = known.get(slug) ?? known.size;
    known.set(slug, index);
    return index;
  };
}
