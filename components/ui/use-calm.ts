"use client";
import { useEffect } from "react";

/** Above this many at work, glyphs stand still. */
const TURNING = 12;

/**
 * Lets nothing on the page turn while more than a dozen things work. Each glyph that turns is a layer of its own, and
 * one alone has the page composed anew sixty times a second. Measured without a graphics card, while a tree grows:
 * 95 of 100 frames took 50 ms or less without, 100 ms with them.
 */
export function useCalm(working: number): void {
  const calm = working > TURNING;
  useEffect(() => {
    if (!calm) return;
    document.documentElement.toggleAttribute("data-calm", true);
    return () => {
      document.documentElement.toggleAttribute("data-calm", false);
    };
  }, [calm]);
}
