import type { Status } from "#server/engine/live/wire";

/** The six hues that carry state, in the order in which bars show them. */
export const TONES = ["succeeded", "running", "waiting", "queued", "degraded", "failed"] as const;
export type Tone = (typeof TONES)[number];

const TONE_OF: Readonly<Record<Status, Tone>> = {
  queued: "queued",
  running: "running",
  waiting: "waiting",
  paused: "waiting",
  succeeded: "succeeded",
  failed: "failed",
  cancelled: "degraded",
  needs_attention: "degraded",
};

export function toneOf(status: Status): Tone {
  return TONE_OF[status];
}

/** The hue of a run in its tree: in a paused one nothing works. */
export function toneIn(paused: boolean, status: Status): Tone {
  return toneOf(paused && status === "running" ? "paused" : status);
}

/** State names as people read them; the same in every place. */
export const STATUS_WORD: Readonly<Record<Status, string>> = {
  queued: "Queued",
  running: "Running",
  waiting: "Waiting",
  paused: "Paused",
  succeeded: "Succeeded",
  failed: "Failed",
  cancelled: "Cancelled",
  needs_attention: "Needs attention",
};

export const TONE_WORD: Readonly<Record<Tone, string>> = {
  succeeded: "succeeded",
  running: "running",
  waiting: "waiting",
  queued: "queued",
  degraded: "cancelled",
  failed: "failed",
};

/** Whether more will happen to it. */
export function isLive(status: Status): boolean {
  return status === "queued" || status === "running" || status === "waiting" || status === "paused";
}
