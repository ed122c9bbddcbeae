"use client";
import { useRef, useState } from "react";
import { still } from "./model/still";

/** Rows that keep their places while the pointer or the focus is on them. Spread `hold` on what contains them. */
export function useStill<Row extends { readonly id: string }>(present: readonly Row[]) {
  const [held, setHeld] = useState(false);
  const shown = useRef(present);
  shown.current = held ? still(shown.current, present) : present;
  return {
    rows: shown.current,
    hold: {
      onPointerEnter: () => setHeld(true),
      onPointerLeave: () => setHeld(false),
      onFocus: () => setHeld(true),
      onBlur: () => setHeld(false),
    },
  };
}
