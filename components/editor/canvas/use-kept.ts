"use client";
import { useRef } from "react";
import { keeper } from "../model/kept";

export type { Fresh } from "../model/kept";

/** Makes elements anew only where what they are made of is another. */
export function useKept<T>() {
  const kept = useRef<ReturnType<typeof keeper<T>>>(null);
  kept.current ??= keeper<T>();
  return kept.current;
}
