"use client";
import { useEffect, useRef, useState } from "react";

const AFTER_MS = 200;
const AT_LEAST_MS = 300;

/** Whether to draw a skeleton: not for what comes at once, and never for a blink. */
export function useSkeleton(waiting: boolean): boolean {
  const [shown, setShown] = useState(false);
  const since = useRef(0);
  useEffect(() => {
    if (waiting === shown) return;
    const delay = waiting ? AFTER_MS : AT_LEAST_MS - (performance.now() - since.current);
    const timer = setTimeout(
      () => {
        since.current = performance.now();
        setShown(waiting);
      },
      Math.max(0, delay),
    );
    return () => clearTimeout(timer);
  }, [waiting, shown]);
  return shown;
}
