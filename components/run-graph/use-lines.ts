"use client";
import { useEffect, useRef, useState } from "react";
import type { Line, RunViewProps } from "../tree";

const PACE_MS = 250;

/** The lines on screen, four times a second at most: each change of them lays the whole graph out anew. */
export function useLines(store: RunViewProps["store"]): readonly Line[] {
  const current = store.screen();
  const [shown, setShown] = useState(current);
  const last = useRef(0);
  useEffect(() => {
    if (shown === current) return;
    const wait = Math.max(0, last.current + PACE_MS - performance.now());
    const timer = setTimeout(() => {
      last.current = performance.now();
      setShown(store.screen());
    }, wait);
    return () => clearTimeout(timer);
  }, [store, current, shown]);
  return shown;
}
