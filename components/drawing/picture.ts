import { CanvasPainter } from "./canvas-painter";
import { currentLook } from "./look";
import { scaleOf } from "./model/picture-scale";
import { SvgPainter } from "./model/svg-painter";
import type { Draw } from "./sheet";

/** A view as it can be drawn into a file. */
export type Picture = {
  /** What it shows, in words. */
  readonly name: string;
  /** The view that it was taken of, as files are named. */
  readonly view: string;
  /** How many runs or groups it shows. */
  readonly rows: number;
  readonly width: number;
  readonly height: number;
  readonly draw: Draw;
  /**
   * Fetches what is drawn and not there yet.
   * @param onWait Told of how many runs, where that takes a while.
   */
  readonly prepare?: (onWait: (runs: number) => void) => Promise<void>;
};

/** A picture as a file, and how large it was drawn: below 1 is smaller than it is on screen. */
export type Taken = { readonly blob: Blob; readonly scale: number };

export function svgOf({ name, width, height, draw }: Picture): Taken {
  const scale = scaleOf({ width, height }, "svg");
  const painter = new SvgPainter(currentLook().palette);
  painter.fill({ x: 0, y: 0, width, height }, "ground");
  draw(painter, { width, height });
  const blob = new Blob([painter.toString(width, height, name, scale)], { type: "image/svg+xml" });
  return { blob, scale };
}

/** Twice as many points as on screen, fewer where no canvas could hold them. */
export async function pngOf({ width, height, draw }: Picture): Promise<Taken> {
  const scale = scaleOf({ width, height }, "png");
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
  return { blob, scale };
}
