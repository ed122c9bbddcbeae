"use client";
import { useSyncExternalStore } from "react";

const KEY = "banyan.welcome";
const DISMISSED = "dismissed";
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function read(): boolean {
  try {
    return localStorage.getItem(KEY) === DISMISSED;
  } catch {
    return false;
  }
}

function dismiss(): void {
  try {
    localStorage.setItem(KEY, DISMISSED);
  } catch {
    // Without storage it comes back with the next page.
  }
  for (const listener of listeners) listener();
}

/** Whether this browser has put the welcome away, and how to. */
export function useDismissed(): readonly [boolean, () => void] {
  return [useSyncExternalStore(subscribe, read, () => false), dismiss];
}
