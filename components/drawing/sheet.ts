import { CanvasPainter } from "./canvas-painter";
import { currentLook, onLook } from "./look";
import type { Painter } from "./model/painter";

export type Size = { readonly width: number; readonly height: number };
export type Draw = (painter: Painter, size: Size) => void;

/** A canvas that is drawn anew, once a frame at most, when it is asked to, resized, or the theme changes. */
export class Sheet {
  draw: Draw = () => undefined;
  readonly #canvas: HTMLCanvasElement;
  readonly #stops: readonly (() => void)[];
  #painter: CanvasPainter | null = null;
  #size: Size = { width: 0, height: 0 };
  #frame = 0;

  constructor(canvas: HTMLCanvasElement, onSize: (size: Size) => void = () => undefined) {
    this.#canvas = canvas;
    const observer = new ResizeObserver(() => {
      this.#fit();
      onSize(this.#size);
    });
    observer.observe(canvas);
    this.#stops = [
      () => observer.disconnect(),
      onLook(() => {
        this.#painter = null;
        this.redraw();
      }),
    ];
  }

  readonly redraw = (): void => {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paint();
    });
  };

  close(): void {
    cancelAnimationFrame(this.#frame);
    for (const stop of this.#stops) stop();
  }

  #fit(): void {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const scale = devicePixelRatio;
    if (
      this.#canvas.width === Math.round(width * scale) &&
      this.#canvas.height === Math.round(height * scale)
    )
      return;
    this.#size = { width, height };
    this.#canvas.width = Math.round(width * scale);
    this.#canvas.height = Math.round(height * scale);
    this.#painter = null;
    this.#paint();
  }

  #paint(): void {
    const context = this.#canvas.getContext("2d");
    if (!context || this.#size.width === 0) return;
    if (!this.#painter) {
      const { palette, fonts } = currentLook();
      context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
      this.#painter = new CanvasPainter(context, palette, fonts);
    }
    context.clearRect(0, 0, this.#size.width, this.#size.height);
    this.draw(this.#painter, this.#size);
  }
}
