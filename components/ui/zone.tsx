"use client";
import { createContext, type ReactNode, useContext, useMemo, useSyncExternalStore } from "react";
import type { Zone } from "./instant";

type ZoneState = { readonly zone: Zone; readonly setZone: (zone: Zone) => void };

const ZoneContext = createContext<ZoneState>({ zone: "local", setZone: () => undefined });
const KEY = "banyan.zone";
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    removeEventListener("storage", listener);
  };
}

function kept(): Zone {
  try {
    return localStorage.getItem(KEY) === "utc" ? "utc" : "local";
  } catch {
    // Storage may be closed to the page; the choice then lasts as long as nobody needs to keep it.
    return "local";
  }
}

function keep(zone: Zone): void {
  try {
    localStorage.setItem(KEY, zone);
  } catch {
    return;
  }
  for (const listener of listeners) listener();
}

/** In which zone instants are shown, everywhere at once. The server does not know the viewer's zone: it draws UTC. */
export function ZoneProvider({ children }: { readonly children: ReactNode }) {
  const zone = useSyncExternalStore(subscribe, kept, () => "utc" as const);
  const state = useMemo(() => ({ zone, setZone: keep }), [zone]);
  return <ZoneContext value={state}>{children}</ZoneContext>;
}

export function useZone(): ZoneState {
  return useContext(ZoneContext);
}
