"use client";
import { useLayoutEffect, useSyncExternalStore } from "react";

export type Density = "compact" | "comfortable";

const KEY = "banyan.density";
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function current(): Density {
  return document.documentElement.dataset["density"] === "comfortable" ? "comfortable" : "compact";
}

function apply(density: Density): void {
  document.documentElement.dataset["density"] = density;
  for (const listener of listeners) listener();
}

function choose(density: Density): void {
  apply(density);
  try {
    localStorage.setItem(KEY, density);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

/** How high rows and controls are, on the whole page. */
export function useDensity(): readonly [Density, (density: Density) => void] {
  return [useSyncExternalStore(subscribe, current, () => "compact" as const), choose];
}

/** Brings back what was chosen before; draws nothing. */
export function KeptDensity() {
  useLayoutEffect(() => {
    try {
      if (localStorage.getItem(KEY) === "comfortable") apply("comfortable");
    } catch {
      // Storage may be closed to the page: then it is compact.
    }
  }, []);
  return null;
}
