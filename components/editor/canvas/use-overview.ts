"use client";
import { useSyncExternalStore } from "react";

const KEY = "banyan:editor:overview";
const HIDDEN = "hidden";
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const isShown = (): boolean => localStorage.getItem(KEY) !== HIDDEN;

/** Shows or hides the overview of every canvas, here and the next time. */
export function toggleOverview(): void {
  localStorage.setItem(KEY, isShown() ? HIDDEN : "shown");
  for (const listener of listeners) listener();
}

/** Whether this browser wants the overview. */
export function useOverview(): boolean {
  return useSyncExternalStore(subscribe, isShown, () => true);
}
