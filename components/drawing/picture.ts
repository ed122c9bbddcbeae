import { CanvasPainter } from "./canvas-painter";
import { currentLook } from "./look";
import { SvgPainter } from "./model/svg-painter";
import type { Draw } from "./sheet";

/** A view as it can be drawn into a file. */
export type Picture = {
  readonly name: string;
  /** How many runs or groups it shows. */
  readonly rows: number;
  readonly width: number;
  readonly height: number;
  readonly draw: Draw;
};

/** Canvases beyond this many points in one direction stay empty in some browsers. */
const MAX_SIDE = 16_000;
const SHARP = 2;

export function svgOf({ name, width, height, draw }: Picture): Blob {
  const painter = new SvgPainter(currentLook().palette);
  painter.fill({ x: 0, y: 0, width, height }, "ground");
  draw(painter, { width, height });
  return new Blob([painter.toString(width, height, name)], { type: "image/svg+xml" });
}

/** Twice as many points as on screen, fewer where no canvas could hold them. */
export async function pngOf({ width, height, draw }: Picture): Promise<Blob> {
  const scale = Math.min(SHARP, MAX_SIDE / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser gives no canvas to draw on.");
  context.scale(scale, scale);
  const { palette, fonts } = currentLook();
  const painter = new CanvasPainter(context, palette, fonts);
  painter.fill({ x: 0, y: 0, width, height }, "ground");
  draw(painter, { width, height });
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob)
    throw new Error("The picture is too large for this browser. Close parts of the tree, or export SVG.");
  return blob;
}
