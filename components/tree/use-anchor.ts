"use client";
import { type RefObject, useLayoutEffect, useRef } from "react";
import type { Line } from "./model/view";
import { ROW_HEIGHT } from "./row-frame";

type Anchor = {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly lines: readonly Line[];
  /** Key of the line under the pointer. */
  readonly hovered: RefObject<string | null>;
  /** Where the list was scrolled to before these lines came, in px; asking the element would lay out the page. */
  readonly offset: () => number;
  /** Something else scrolls. */
  readonly off: boolean;
};

/** Keeps what the pointer is on, or else the first visible line, where it is when lines come or go above it. */
export function useAnchor({ scroller, lines, hovered, offset, off }: Anchor): void {
  const before = useRef(lines);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only other lines move what is on screen
  useLayoutEffect(() => {
    const last = before.current;
    before.current = lines;
    const element = scroller.current;
    if (!element || last === lines || off) return;
    const under = hovered.current === null ? -1 : last.findIndex((line) => line.key === hovered.current);
    const was = under >= 0 ? under : Math.ceil(offset() / ROW_HEIGHT);
    const key = last[was]?.key;
    const now = key === undefined ? -1 : lines.findIndex((line) => line.key === key);
    if (now >= 0 && now !== was) element.scrollTop += (now - was) * ROW_HEIGHT;
  }, [lines]);
}
