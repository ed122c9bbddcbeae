"use client";
import { createContext, useContext, useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let now = 0;
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    now = Date.now();
    timer = setInterval(tick, 1_000);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

function still(): () => void {
  return () => undefined;
}

function current(): number {
  if (now === 0) now = Date.now();
  return now;
}

/** Instant at which time stands still for what is drawn within it; `null` = it goes on. */
export const Moment = createContext<number | null>(null);

/** The instant that it is, whatever moment is drawn; it stands still. `0` on the server. */
export function useToday(): number {
  return useSyncExternalStore(still, current, () => 0);
}

/** The instant, once a second from one timer for the whole page; `0` on the server. Pass `false` to stand still. */
export function useNow(moving = true): number {
  const moment = useContext(Moment);
  const clock = useSyncExternalStore(moving && moment === null ? subscribe : still, current, () => 0);
  return moment ?? clock;
}
