"use client";
import { useRef, useState } from "react";
import { type Ruler, shownOf, type TimeAxis, timeAxis, type Zoom } from "../drawing";
import type { RunViewProps } from "../tree";
import type { FlameScene } from "./model/draw-flame";
import type { Flame, Measure } from "./model/flame";
import { useFlame } from "./use-flame";

export const PAD = 8;

type Parts = Pick<RunViewProps, "store" | "now" | "screen" | "at"> & {
  readonly measure: Measure;
  readonly focus: number;
  readonly zoom: Zoom;
  readonly coating: FlameScene["coating"];
};

/** Everything that is drawn, and where a pixel stands on the line of the measure. */
export function useFlameScene(parts: Parts) {
  const { store, now, screen, measure, focus, zoom, coating, at } = parts;
  const layout = useFlame();
  const [hover, setHover] = useState<number | null>(null);
  const flameNow = (): Flame => layout({ store, now, at, measure, focus });
  const rulerNow = (width: number, height: number): Ruler => {
    const flame = flameNow();
    const axis: TimeAxis = timeAxis(flame.from, flame.to);
    return {
      axis,
      shown: shownOf(zoom, axis.length),
      left: PAD,
      right: Math.max(PAD + 1, width - PAD),
      height,
    };
  };
  const found = useRef<{ readonly list: readonly number[]; readonly set: ReadonlySet<number> } | null>(null);
  const foundNow = (): ReadonlySet<number> => {
    const list = store.found();
    if (found.current?.list !== list) found.current = { list, set: new Set(list) };
    return found.current.set;
  };
  const sceneNow = (width: number): FlameScene => {
    const flame = flameNow();
    const scale = scaleOf(flame, zoom, width);
    return {
      flame,
      forest: store.forest,
      coating,
      x: (point) => PAD + (point - scale.from) * scale.perPoint,
      active: screen.active?.startsWith("r") ? Number(screen.active.slice(1)) : null,
      hover,
      found: store.isSearched() ? foundNow() : null,
    };
  };
  const pointAt = (x: number, width: number) => {
    const { from, perPoint } = scaleOf(flameNow(), zoom, width);
    return { point: from + (x - PAD) / perPoint, slack: 1.5 / perPoint };
  };
  return { flameNow, rulerNow, sceneNow, pointAt, hover, setHover };
}

/** How many pixels a point of the measure takes, and which one stands at the left. */
function scaleOf(flame: Flame, zoom: Zoom, width: number) {
  const whole = flame.to - flame.from;
  const { from, to } = zoom ?? { from: 0, to: whole };
  return {
    from: flame.from + from,
    perPoint: Math.max(1, width - 2 * PAD) / Math.max(Number.EPSILON, to - from),
  };
}
