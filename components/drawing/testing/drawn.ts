import { INKS, type Painter } from "../model/painter";
import { type Palette, SvgPainter } from "../model/svg-painter";

const PALETTE = Object.fromEntries(INKS.map((ink) => [ink, ink])) as unknown as Palette;

/** What is drawn, as the text of an SVG; colours are called by the names that they have in the theme. */
export function drawn(draw: (painter: Painter) => void): string {
  const painter = new SvgPainter(PALETTE);
  draw(painter);
  return painter.toString(1, 1, "");
}
