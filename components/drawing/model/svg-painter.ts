import {
  type Box,
  type Colour,
  FONT_SIZE,
  fitted,
  INKS,
  type Ink,
  type Painter,
  type Stroke,
} from "./painter";

export type Palette = Readonly<Record<Ink, string>>;

export function colourOf(palette: Palette, ink: Colour): string {
  return (INKS as readonly string[]).includes(ink) ? palette[ink as Ink] : ink;
}

/** Collects a drawing as the text of an SVG file. */
export class SvgPainter implements Painter {
  readonly #parts: string[] = [];
  readonly #defs = new Map<string, string>();
  readonly #palette: Palette;
  #clips = 0;

  constructor(palette: Palette) {
    this.#palette = palette;
  }

  fill(box: Box, ink: Colour, alpha = 1, radius = 0): void {
    const opacity = alpha < 1 ? ` fill-opacity="${alpha}"` : "";
    this.#parts.push(`<rect ${boxOf(box)}${round(radius)} fill="${this.#colour(ink)}"${opacity}/>`);
  }

  outline(box: Box, stroke: Stroke, radius = 0): void {
    this.#parts.push(`<rect ${boxOf(box)}${round(radius)} fill="none" ${this.#stroke(stroke)}/>`);
  }

  hatch(box: Box, ink: Colour): void {
    const colour = this.#colour(ink);
    const id = `hatch-${colour.replaceAll(/[^\w-]/g, "")}`;
    this.#defs.set(
      id,
      `<pattern id="${id}" width="5" height="5" patternUnits="userSpaceOnUse"><path d="M-1 6 6 -1M-1 1 1 -1M4 6 6 4" stroke="${colour}" stroke-width="1.1"/></pattern>`,
    );
    this.#parts.push(`<rect ${boxOf(box)} fill="url(#${id})"/>`);
  }

  line(x1: number, y1: number, x2: number, y2: number, stroke: Stroke): void {
    this.#parts.push(`<path d="M${n(x1)} ${n(y1)}L${n(x2)} ${n(y2)}" ${this.#stroke(stroke)}/>`);
  }

  curve([x1, y1, ax, ay, bx, by, x2, y2]: Parameters<Painter["curve"]>[0], stroke: Stroke): void {
    const path = `M${n(x1)} ${n(y1)}C${n(ax)} ${n(ay)} ${n(bx)} ${n(by)} ${n(x2)} ${n(y2)}`;
    this.#parts.push(`<path d="${path}" fill="none" ${this.#stroke(stroke)}/>`);
  }

  text(x: number, baseline: number, text: string, lettering: Parameters<Painter["text"]>[3]): void {
    const { ink, size = FONT_SIZE, mono, bold, align = "left" } = lettering;
    const anchor = align === "left" ? "" : ` text-anchor="${align === "right" ? "end" : "middle"}"`;
    const family = mono ? "Geist Mono, ui-monospace, monospace" : "Geist, ui-sans-serif, sans-serif";
    const weight = bold ? ' font-weight="500"' : "";
    this.#parts.push(
      `<text x="${n(x)}" y="${n(baseline)}" font-family="${family}" font-size="${size}"${weight}${anchor} fill="${this.#colour(ink)}">${escaped(fitted(text, lettering))}</text>`,
    );
  }

  shifted(x: number, y: number, draw: () => void): void {
    this.#parts.push(`<g transform="translate(${n(x)} ${n(y)})">`);
    draw();
    this.#parts.push("</g>");
  }

  within(box: Box, draw: () => void): void {
    this.#clips += 1;
    const id = `clip-${this.#clips}`;
    this.#defs.set(id, `<clipPath id="${id}"><rect ${boxOf(box)}/></clipPath>`);
    this.#parts.push(`<g clip-path="url(#${id})">`);
    draw();
    this.#parts.push("</g>");
  }

  /**
   * The whole file.
   * @param scale How large it is at first, of its own size.
   */
  toString(width: number, height: number, title: string, scale = 1): string {
    const shown = `width="${n(width * scale)}" height="${n(height * scale)}"`;
    const size = `${shown} viewBox="0 0 ${n(width)} ${n(height)}"`;
    const defs = this.#defs.size > 0 ? `<defs>${[...this.#defs.values()].join("")}</defs>` : "";
    return `<svg xmlns="http://www.w3.org/2000/svg" ${size}><title>${escaped(title)}</title>${defs}${this.#parts.join("\n")}</svg>\n`;
  }

  #colour(ink: Colour): string {
    return colourOf(this.#palette, ink);
  }

  #stroke({ ink, width = 1, dash, alpha = 1 }: Stroke): string {
    const opacity = alpha < 1 ? ` stroke-opacity="${alpha}"` : "";
    return `stroke="${this.#colour(ink)}" stroke-width="${width}"${opacity}${dash ? ` stroke-dasharray="${dash}"` : ""}`;
  }
}

function n(value: number): number {
  return Math.round(value * 100) / 100;
}

function boxOf({ x, y, width, height }: Box): string {
  return `x="${n(x)}" y="${n(y)}" width="${n(Math.max(0, width))}" height="${n(Math.max(0, height))}"`;
}

function round(radius: number): string {
  return radius > 0 ? ` rx="${radius}"` : "";
}

const SIGNS: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(text: string): string {
  // Signs that XML cannot hold would make the whole file unreadable.
  return text.replaceAll(/[^\P{Cc}\t\n\r]/gu, "").replaceAll(/[&<>"]/g, (sign) => SIGNS[sign] ?? "");
}
