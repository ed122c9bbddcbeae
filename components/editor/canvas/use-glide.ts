"use client";
import { useState, useSyncExternalStore } from "react";
import { useEditing } from "../context";
import type { Places } from "../model/geometry";
import { Glide } from "../model/glide";

/** Where nodes are on their way to where they were tidied to; `null` = they are there. */
export function useGlide(): Places | null {
  const { store } = useEditing();
  const [glide] = useState(
    () =>
      new Glide(store, {
        now: () => performance.now(),
        next: (draw) => {
          const frame = requestAnimationFrame(draw);
          return () => cancelAnimationFrame(frame);
        },
        still: () => matchMedia("(prefers-reduced-motion: reduce)").matches,
      }),
  );
  return useSyncExternalStore(glide.subscribe, glide.get, glide.get);
}
