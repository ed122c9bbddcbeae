"use client";
import { type PointerEvent, useRef, useState } from "react";
import {
  drawRuler,
  instantAt,
  type Painter,
  placeOf,
  type Size,
  useSheet,
  type Zoom,
  zoomTo,
} from "../drawing";
import { formatDuration } from "../ui";
import { xAt } from "./model/draw-run";
import { frameOf, rulerOf } from "./model/draw-timeline";
import type { Scene } from "./model/scene";

type RulerProps = {
  readonly scene: () => Scene;
  readonly onAt: (at: number) => void;
  readonly onZoom: (zoom: Zoom) => void;
};

const DRAG_PX = 5;

/** Times over the rows. A click looks at that moment, dragging zooms to what lies between. */
export function Ruler({ scene: sceneNow, onAt, onZoom }: RulerProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const pointer = useRef<number | null>(null);
  const redraw = useSheet(canvas, (painter, size) => {
    const scene = sceneNow();
    drawRuler(painter, rulerOf(scene, size));
    if (drag) {
      const [left, right] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)];
      painter.fill({ x: left, y: 0, width: right - left, height: size.height }, "accent", 0.2);
    }
    drawUntil(painter, scene, size);
    if (pointer.current !== null) drawPointer(painter, scene, { size, x: pointer.current });
  });
  const xOfEvent = (event: PointerEvent) => event.clientX - event.currentTarget.getBoundingClientRect().left;
  const end = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!drag) return;
    setDrag(null);
    const scene = sceneNow();
    const { clientWidth } = event.currentTarget;
    if (Math.abs(drag.to - drag.from) < DRAG_PX) onAt(Math.round(instantOf(scene, clientWidth, drag.to)));
    else {
      const ends = [drag.from, drag.to].map((x) => placeOf(scene.axis, instantOf(scene, clientWidth, x)));
      onZoom(zoomTo(Math.min(...ends), Math.max(...ends), scene.axis.length));
    }
  };
  return (
    <div className="h-10 shrink-0 border-b">
      <canvas
        ref={canvas}
        aria-hidden
        data-testid="timeline-ruler"
        className="block h-full w-full cursor-crosshair touch-none"
        title="Click: the tree at that moment. Drag: zoom."
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const x = xOfEvent(event);
          setDrag({ from: x, to: x });
        }}
        onPointerMove={(event) => {
          pointer.current = xOfEvent(event);
          const x = pointer.current;
          if (drag) setDrag({ from: drag.from, to: x });
          else redraw();
        }}
        onPointerUp={end}
        onPointerCancel={() => setDrag(null)}
        onPointerLeave={() => {
          pointer.current = null;
          redraw();
        }}
      />
    </div>
  );
}

function drawUntil(painter: Painter, scene: Scene, { width, height }: Size): void {
  const frame = frameOf(scene, width);
  const x = xAt(scene, frame, scene.until);
  if (scene.live && x <= frame.right + 1)
    painter.fill({ x: x - 3, y: height - 7, width: 6, height: 6 }, "accent", 1, 2.9);
}

function drawPointer(
  painter: Painter,
  scene: Scene,
  { size, x }: { readonly size: Size; readonly x: number },
): void {
  if (x < frameOf(scene, size.width).left) return;
  const since = instantOf(scene, size.width, x) - scene.axis.from;
  const near = x > size.width - 90;
  painter.line(x, 0, x, size.height, { ink: "ink-faint" });
  painter.text(x + (near ? -5 : 5), 12, `+${formatDuration(since)}`, {
    ink: "ink",
    mono: true,
    size: 10,
    align: near ? "right" : "left",
  });
}

function instantOf(scene: Scene, width: number, x: number): number {
  const { left, right } = frameOf(scene, width);
  const share = Math.max(0, Math.min(1, (x - left) / (right - left)));
  return instantAt(scene.axis, scene.shown.from + share * (scene.shown.to - scene.shown.from));
}
