"use client";
import { useSyncExternalStore } from "react";

/** Below this a graph can be read and not edited. */
const WIDE = "(min-width: 768px)";

export function useRoom(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = matchMedia(WIDE);
      media.addEventListener("change", changed);
      return () => media.removeEventListener("change", changed);
    },
    () => matchMedia(WIDE).matches,
    () => true,
  );
}
