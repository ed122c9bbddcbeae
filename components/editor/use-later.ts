"use client";
import { useCallback, useEffect, useRef } from "react";

/** Does something once the page is drawn with what has changed until now. */
export function useCallbackLater(): (act: () => void) => void {
  const frame = useRef(0);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  return useCallback((act: () => void) => {
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => {
      frame.current = requestAnimationFrame(act);
    });
  }, []);
}
