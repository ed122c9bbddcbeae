"use client";
import { type RefObject, useEffect, useRef } from "react";
import { type Draw, Sheet, type Size } from "./sheet";

/** Keeps a canvas drawn: after each render, and whenever `redraw` is called. */
export function useSheet(
  canvas: RefObject<HTMLCanvasElement | null>,
  draw: Draw,
  onSize?: (size: Size) => void,
): () => void {
  const sheet = useRef<Sheet | null>(null);
  const sized = useRef(onSize);
  const redraw = useRef(() => sheet.current?.redraw());
  useEffect(() => {
    sized.current = onSize;
  });
  useEffect(() => {
    if (!canvas.current) return;
    const made = new Sheet(canvas.current, (size) => sized.current?.(size));
    sheet.current = made;
    return () => {
      made.close();
      sheet.current = null;
    };
  }, [canvas]);
  useEffect(() => {
    if (!sheet.current) return;
    sheet.current.draw = draw;
    sheet.current.redraw();
  });
  return redraw.current;
}
