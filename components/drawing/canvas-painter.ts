import { type Box, type Colour, FONT_SIZE, fitted, type Painter, type Stroke } from "./model/painter";
import { colourOf, type Palette } from "./model/svg-painter";

export type Fonts = { readonly sans: string; readonly mono: string };

/** Draws at once on a canvas, in CSS pixels. */
export class CanvasPainter implements Painter {
  readonly #context: CanvasRenderingContext2D;
  readonly #palette: Palette;
  readonly #fonts: Fonts;
  readonly #hatches = new Map<string, CanvasPattern | null>();

  constructor(context: CanvasRenderingContext2D, palette: Palette, fonts: Fonts) {
    this.#context = context;
    this.#palette = palette;
    this.#fonts = fonts;
  }

  fill({ x, y, width, height }: Box, ink: Colour, alpha = 1, radius = 0): void {
    const context = this.#context;
    context.globalAlpha = alpha;
    context.fillStyle = this.#colour(ink);
    if (radius > 0 && width > 2 * radius) {
      context.beginPath();
      context.roundRect(x, y, width, height, radius);
      context.fill();
    } else context.fillRect(x, y, width, height);
    context.globalAlpha = 1;
  }

  outline({ x, y, width, height }: Box, stroke: Stroke, radius = 0): void {
    this.#stroke(stroke, () => {
      this.#context.roundRect(x, y, width, height, radius);
    });
  }

  hatch({ x, y, width, height }: Box, ink: Colour): void {
    const colour = this.#colour(ink);
    const pattern = this.#hatches.get(colour) ?? hatchOf(this.#context, colour);
    this.#hatches.set(colour, pattern);
    if (!pattern) return;
    this.#context.fillStyle = pattern;
    this.#context.fillRect(x, y, width, height);
  }

  line(x1: number, y1: number, x2: number, y2: number, stroke: Stroke): void {
    this.#stroke(stroke, () => {
      this.#context.moveTo(x1, y1);
      this.#context.lineTo(x2, y2);
    });
  }

  curve([x1, y1, ax, ay, bx, by, x2, y2]: Parameters<Painter["curve"]>[0], stroke: Stroke): void {
    this.#stroke(stroke, () => {
      this.#context.moveTo(x1, y1);
      this.#context.bezierCurveTo(ax, ay, bx, by, x2, y2);
    });
  }

  text(x: number, baseline: number, text: string, lettering: Parameters<Painter["text"]>[3]): void {
    const { ink, size = FONT_SIZE, mono, bold, align = "left" } = lettering;
    this.#context.font = `${bold ? 500 : 400} ${size}px ${mono ? this.#fonts.mono : this.#fonts.sans}`;
    this.#context.textAlign = align;
    this.#context.fillStyle = this.#colour(ink);
    this.#context.fillText(fitted(text, lettering), x, baseline);
  }

  shifted(x: number, y: number, draw: () => void): void {
    this.#context.save();
    this.#context.translate(x, y);
    draw();
    this.#context.restore();
  }

  within({ x, y, width, height }: Box, draw: () => void): void {
    this.#context.save();
    this.#context.beginPath();
    this.#context.rect(x, y, width, height);
    this.#context.clip();
    draw();
    this.#context.restore();
  }

  #colour(ink: Colour): string {
    return colourOf(this.#palette, ink);
  }

  #stroke({ ink, width = 1, dash, alpha = 1 }: Stroke, path: () => void): void {
    this.#context.strokeStyle = this.#colour(ink);
    this.#context.lineWidth = width;
    this.#context.setLineDash(dash ? [dash, dash] : []);
    this.#context.globalAlpha = alpha;
    this.#context.beginPath();
    path();
    this.#context.stroke();
    this.#context.globalAlpha = 1;
  }
}

const TILE = 5;

function hatchOf(context: CanvasRenderingContext2D, colour: string): CanvasPattern | null {
  const tile = document.createElement("canvas");
  const scale = Math.max(1, Math.round(context.getTransform().a));
  tile.width = TILE * scale;
  tile.height = TILE * scale;
  const ink = tile.getContext("2d");
  if (!ink) return null;
  ink.scale(scale, scale);
  ink.strokeStyle = colour;
  ink.lineWidth = 1.1;
  ink.beginPath();
  for (const [x1, y1, x2, y2] of [
    [-1, 6, 6, -1],
    [-1, 1, 1, -1],
    [4, 6, 6, 4],
  ] as const) {
    ink.moveTo(x1, y1);
    ink.lineTo(x2, y2);
  }
  ink.stroke();
  const pattern = context.createPattern(tile, "repeat");
  pattern?.setTransform(new DOMMatrix().scale(1 / scale));
  return pattern;
}
