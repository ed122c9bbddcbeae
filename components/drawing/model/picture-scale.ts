import type { Size } from "../sheet";

/** Twice as many points as on screen, where there is room for them. */
const SHARP = 2;
/** Canvases beyond these stay empty in some browsers, and in others take more memory than a phone has. */
const MAX_SIDE = 8_000;
const MAX_POINTS = 16_000_000;

/** How many points of a file one of a drawing takes. Below 1 it is drawn smaller than it is. */
export function scaleOf({ width, height }: Size, format: "png" | "svg"): number {
  const fits = MAX_SIDE / Math.max(width, height);
  return format === "svg"
    ? Math.min(1, fits)
    : Math.min(SHARP, fits, Math.sqrt(MAX_POINTS / (width * height)));
}
