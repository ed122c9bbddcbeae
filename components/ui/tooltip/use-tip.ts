"use client";
import { type FocusEvent, type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";

const DELAY_MS = 350;
/** From one tip to the next there is no delay. */
const WARM_MS = 400;
/** Long enough to reach the tip itself, which stays while the pointer is on it. */
const GRACE_MS = 120;
let warmUntil = 0;

/** When a tip is shown: over what, and what of that shows and hides it. */
export function useTip() {
  const [anchor, setAnchor] = useState<Element | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const after = (ms: number, act: () => void) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(act, ms);
  };
  const hideAfter = (ms: number) => {
    if (anchor) warmUntil = Date.now() + WARM_MS;
    after(ms, () => setAnchor(null));
  };
  return {
    anchor,
    hide: () => hideAfter(0),
    hold: () => clearTimeout(timer.current),
    letGo: () => hideAfter(GRACE_MS),
    handlers: {
      onPointerEnter: ({ pointerType, currentTarget }: PointerEvent) => {
        if (pointerType === "touch") return;
        after(Date.now() < warmUntil ? 0 : DELAY_MS, () => setAnchor(currentTarget));
      },
      onPointerLeave: () => hideAfter(GRACE_MS),
      onPointerDown: () => hideAfter(0),
      onFocus: ({ currentTarget }: FocusEvent) => {
        if (currentTarget.matches(":focus-visible")) after(0, () => setAnchor(currentTarget));
      },
      onBlur: () => hideAfter(0),
      onKeyDown: ({ key }: KeyboardEvent) => {
        if (key === "Escape") hideAfter(0);
      },
    },
  };
}
