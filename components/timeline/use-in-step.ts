"use client";
import { type RefObject, useEffect, useRef } from "react";
import type { Line } from "../tree";
import { ROW } from "./model/draw-run";

type InStep = {
  /** What scrolls the tree beside it; `null` = it stands alone. */
  readonly tree: RefObject<HTMLElement | null> | null;
  readonly lines: readonly Line[];
  readonly show: { readonly key: string; readonly times: number } | null;
};

/** Scrolls the rows of a view with those of the tree; alone, it brings what is chosen on screen itself. */
export function useInStep(own: RefObject<HTMLElement | null>, { tree, lines, show }: InStep): void {
  useEffect(() => {
    const [mine, other] = [own.current, tree?.current ?? null];
    if (!mine || !other) return;
    const follow = (from: HTMLElement, to: HTMLElement) => () => {
      if (Math.abs(to.scrollTop - from.scrollTop) >= 1) to.scrollTop = from.scrollTop;
    };
    const [toMine, toOther] = [follow(other, mine), follow(mine, other)];
    toMine();
    other.addEventListener("scroll", toMine, { passive: true });
    mine.addEventListener("scroll", toOther, { passive: true });
    return () => {
      other.removeEventListener("scroll", toMine);
      mine.removeEventListener("scroll", toOther);
    };
  });
  const latest = useRef(lines);
  useEffect(() => {
    latest.current = lines;
  });
  useEffect(() => {
    const element = own.current;
    if (tree || !show || !element) return;
    const index = latest.current.findIndex((line) => line.key === show.key);
    if (index < 0) return;
    const [top, bottom] = [index * ROW - 3 * ROW, index * ROW + 4 * ROW - element.clientHeight];
    if (element.scrollTop > top) element.scrollTop = top;
    else if (element.scrollTop < bottom) element.scrollTop = bottom;
  }, [own, tree, show]);
}
