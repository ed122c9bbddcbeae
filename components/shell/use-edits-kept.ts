"use client";
import { useEffect, useSyncExternalStore } from "react";

let pages = 0;
const listeners = new Set<() => void>();

function change(by: 1 | -1): void {
  pages += by;
  for (const listener of listeners) listener();
}

/** Says that what is edited on this page is kept while the server cannot be reached, and saved by itself afterwards. */
export function useEditsKept(kept: boolean): void {
  useEffect(() => {
    if (!kept) return;
    change(1);
    return () => change(-1);
  }, [kept]);
}

/** Whether the page that is shown says so. */
export function useKeepsEdits(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => pages > 0,
    () => false,
  );
}
