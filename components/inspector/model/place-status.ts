import type { Status } from "#server/engine/live/wire";

type Look = { readonly glyph: Status | "skipped"; readonly word: string };

/** States of nodes, which have more of them than runs: the glyph of a run's state, and their word. */
const LOOKS: Readonly<Record<string, Look>> = {
  pending: { glyph: "queued", word: "not started" },
  ready: { glyph: "queued", word: "ready" },
  queued: { glyph: "queued", word: "queued" },
  active: { glyph: "running", word: "running" },
  failing: { glyph: "running", word: "failed, its recovery is looked at" },
  retrying: { glyph: "waiting", word: "waits for another try" },
  held: { glyph: "waiting", word: "held by a breaker" },
  waiting: { glyph: "waiting", word: "waiting" },
  parked: { glyph: "needs_attention", word: "waits for a person" },
  completed: { glyph: "succeeded", word: "completed" },
  failed: { glyph: "failed", word: "failed" },
  cancelled: { glyph: "cancelled", word: "cancelled" },
  skipped: { glyph: "skipped", word: "skipped" },
  skippable: { glyph: "skipped", word: "will be skipped" },
};

/** Of a degraded node the result is less than was asked for. */
export function placeLook(status: string, degraded = false): Look {
  const look = LOOKS[status] ?? { glyph: "queued", word: status };
  return degraded && status === "completed" ? { ...look, word: "completed, degraded" } : look;
}
