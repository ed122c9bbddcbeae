"use client";
import { useSyncExternalStore } from "react";
import { DENSITY_COOKIE, type Density, densityOf } from "./density-cookie";

const YEAR_S = 31_536_000;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function current(): Density {
  return densityOf(document.documentElement.dataset["density"]);
}

function choose(density: Density): void {
  document.documentElement.dataset["density"] = density;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `${DENSITY_COOKIE}=${density}; Path=/; Max-Age=${YEAR_S}; SameSite=Strict`;
  for (const listener of listeners) listener();
}

/** How high rows and controls are, on the whole page. */
export function useDensity(): readonly [Density, (density: Density) => void] {
  return [useSyncExternalStore(subscribe, current, () => "compact" as const), choose];
}
