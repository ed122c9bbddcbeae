"use client";
import { Tooltip } from "@base-ui/react/tooltip";
import { createContext, type ReactNode, useContext, useMemo, useSyncExternalStore } from "react";
import { instantLines, type Zone } from "./instant";
import { timeTip } from "./time-tip";

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
  return (
    <ZoneContext value={state}>
      {children}
      <Tooltip.Root handle={timeTip}>
        {({ payload }) => (
          <Tooltip.Portal>
            <Tooltip.Positioner sideOffset={6} className="z-50">
              <Tooltip.Popup className="animate-appear rounded bg-ink px-2.5 py-1.5 text-ground text-small shadow-float">
                {payload === undefined ? null : <Both at={payload} />}
              </Tooltip.Popup>
            </Tooltip.Positioner>
          </Tooltip.Portal>
        )}
      </Tooltip.Root>
    </ZoneContext>
  );
}

export function useZone(): ZoneState {
  return useContext(ZoneContext);
}

function Both({ at }: { readonly at: number }) {
  return (
    <span className="grid gap-0.5 font-mono">
      {instantLines(at).map((line) => (
        <span key={line}>{line}</span>
      ))}
      <span className="font-sans opacity-70">Click copies the ISO form</span>
    </span>
  );
}
