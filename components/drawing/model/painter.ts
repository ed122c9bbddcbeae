/** Names of the colours that drawings use; `app/globals.css` says what they are in each theme. */
export const INKS = [
  "ground",
  "panel",
  "raised",
  "hover",
  "line",
  "line-strong",
  "ink",
  "ink-muted",
  "ink-faint",
  "accent",
  "accent-soft",
  "queued",
  "running",
  "waiting",
  "succeeded",
  "failed",
  "degraded",
  "depth-near",
  "depth-far",
] as const;
export type Ink = (typeof INKS)[number];
/** A colour of the theme, or one of its own. */
export type Colour = Ink | `#${string}`;

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
export type Stroke = {
  readonly ink: Colour;
  readonly width?: number;
  readonly dash?: number;
  readonly alpha?: number;
};
export type Lettering = {
  readonly ink: Colour;
  readonly size?: number;
  readonly mono?: boolean;
  readonly bold?: boolean;
  readonly align?: "left" | "right" | "center";
  /** Text that would be wider is cut with an ellipsis. */
  readonly max?: number;
};

/** What a drawing is made with: the same calls draw on a screen and into a file. */
export type Painter = {
  fill(box: Box, ink: Colour, alpha?: number, radius?: number): void;
  outline(box: Box, stroke: Stroke, radius?: number): void;
  /** Slanted lines over a box: time in which nothing of it worked, or too short to scale. */
  hatch(box: Box, ink: Colour): void;
  line(x1: number, y1: number, x2: number, y2: number, stroke: Stroke): void;
  curve(points: Bend, stroke: Stroke): void;
  text(x: number, baseline: number, text: string, lettering: Lettering): void;
  /** Draws everything so much further right and down. */
  shifted(x: number, y: number, draw: () => void): void;
  /** Draws nothing outside of the box. */
  within(box: Box, draw: () => void): void;
};
/** Start, two control points, end. */
export type Bend = readonly [number, number, number, number, number, number, number, number];

export const FONT_SIZE = 11;
const MEAN_WIDTH = 0.56;
const MONO_WIDTH = 0.6;

/** Estimated, so that files and screens agree without a font at hand. */
export function textWidth(
  text: string,
  { size = FONT_SIZE, mono = false }: Pick<Lettering, "size" | "mono">,
): number {
  return text.length * size * (mono ? MONO_WIDTH : MEAN_WIDTH);
}

/** The text, or as much of it as fits with an ellipsis; empty when not even that fits. */
export function fitted(text: string, lettering: Lettering): string {
  const { max } = lettering;
  if (max === undefined || textWidth(text, lettering) <= max) return text;
  const fits = Math.floor(max / textWidth("x", lettering)) - 1;
  return fits < 1 ? "" : `${text.slice(0, fits)}…`;
}
