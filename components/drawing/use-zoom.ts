"use client";
import { type PointerEvent, type RefObject, useEffect, useRef } from "react";
import { useAddressed } from "../ui";
import { moved, shownOf, zoomed, zoomFrom, zoomText } from "./model/zoom";

const WHEEL = 0.0022;

export type Plot = { readonly left: number; readonly right: number; readonly length: number };

const ADDRESSED = { read: zoomFrom, write: zoomText };

/**
 * What part of a time axis is shown: ctrl+wheel zooms at the pointer, shift+wheel and dragging move.
 * @param plot Where the axis lies at present, in the element's own pixels.
 * @param name Of the zoom in the address.
 */
export function useZoom(element: RefObject<HTMLElement | null>, plot: () => Plot, name: string) {
  const [zoom, setZoom] = useAddressed(name, ADDRESSED);
  const latest = useRef(plot);
  useEffect(() => {
    latest.current = plot;
  });
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const onWheel = (event: WheelEvent) => {
      const { left, right, length } = latest.current();
      const perPixel = (size: number) => size / Math.max(1, right - left);
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const share =
          (event.clientX - target.getBoundingClientRect().left - left) / Math.max(1, right - left);
        setZoom((now) => {
          const { from, to } = shownOf(now, length);
          const place = from + Math.max(0, Math.min(1, share)) * (to - from);
          return zoomed(now, length, { place, factor: Math.exp(event.deltaY * WHEEL) });
        });
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault();
        const by = event.deltaX || event.deltaY;
        setZoom((now) =>
          moved(now, length, by * perPixel(shownOf(now, length).to - shownOf(now, length).from)),
        );
      }
    };
    // React listens passively, so that scrolling cannot be held back.
    target.addEventListener("wheel", onWheel, { passive: false });
    return () => target.removeEventListener("wheel", onWheel);
  }, [element, setZoom]);
  const step = (factor: number) => {
    const { length } = plot();
    setZoom((now) => {
      const { from, to } = shownOf(now, length);
      return zoomed(now, length, { place: (from + to) / 2, factor });
    });
  };
  const pan = (share: number) => {
    const { length } = plot();
    setZoom((now) => moved(now, length, share * (shownOf(now, length).to - shownOf(now, length).from)));
  };
  return { zoom, setZoom, step, pan };
}

const DRAG_PX = 4;

/** Calls `onDrag` with how far the pointer went since the last call, and tells a click from a drag. */
export function useDrag(onDrag: (dx: number) => void) {
  const start = useRef<{ x: number; dragging: boolean } | null>(null);
  const dragged = useRef(false);
  return {
    wasDrag: () => dragged.current,
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        dragged.current = false;
        start.current = event.button === 0 ? { x: event.clientX, dragging: false } : null;
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const from = start.current;
        if (!from || event.pointerType === "touch") return;
        const dx = event.clientX - from.x;
        if (!from.dragging && Math.abs(dx) < DRAG_PX) return;
        if (!from.dragging) event.currentTarget.setPointerCapture(event.pointerId);
        from.dragging = true;
        dragged.current = true;
        from.x = event.clientX;
        onDrag(dx);
      },
      onPointerUp: () => {
        start.current = null;
      },
      onPointerCancel: () => {
        start.current = null;
      },
    },
  };
}
