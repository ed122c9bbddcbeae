"use client";
import { useState } from "react";
import { type Held, holdBack } from "./model/hold-back";

/** Rows as they may be shown: while `hold` is on, what is new waits until `release` is called. */
export function useHeldRows<T extends { readonly id: string }>(
  rows: readonly T[],
  hold: boolean,
): Held<T> & { readonly release: () => void } {
  const [top, setTop] = useState<string | null>(null);
  const newest = rows[0]?.id ?? null;
  if (!hold && newest !== top) setTop(newest);
  return { ...holdBack(rows, hold ? top : newest), release: () => setTop(newest) };
}
