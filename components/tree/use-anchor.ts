"use client";
import { type RefObject, useLayoutEffect, useRef } from "react";
import type { Line } from "./model/view";
import { ROW_HEIGHT } from "./row-frame";

/**
 * Keeps what the pointer is on, or else the first visible line, where it is when lines come or go above it.
 * Give it the key under the pointer; `off` while something else scrolls.
 */
export function useAnchor(
  scroller: RefObject<HTMLElement | null>,
  lines: readonly Line[],
  hovered: RefObject<string | null>,
  off: boolean,
): void {
  const before = useRef<{ lines: readonly Line[]; key: string; index: number } | null>(null);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const last = before.current;
    if (last && last.lines !== lines && !off) {
      const now = lines.findIndex((line) => line.key === last.key);
      if (now >= 0 && now !== last.index) element.scrollTop += (now - last.index) * ROW_HEIGHT;
    }
    remember();
    element.addEventListener("scroll", remember, { passive: true });
    return () => element.removeEventListener("scroll", remember);

    function remember(): void {
      const first = element ? Math.ceil(element.scrollTop / ROW_HEIGHT) : 0;
      const under = hovered.current === null ? -1 : lines.findIndex((line) => line.key === hovered.current);
      const index = under >= 0 ? under : first;
      const key = lines[index]?.key;
      before.current = key === undefined ? null : { lines, key, index };
    }
  }, [lines, scroller, hovered, off]);
}
