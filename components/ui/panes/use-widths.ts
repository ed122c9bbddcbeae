"use client";
import { useMemo, useSyncExternalStore } from "react";
import { type Widths, widthsFrom } from "./model/widths";

/** As texts, by name. Without storage they last as long as the page. */
const kept = new Map<string, string>();
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function read(name: string): string {
  const known = kept.get(name);
  if (known !== undefined) return known;
  let text = "";
  try {
    text = localStorage.getItem(name) ?? "";
  } catch {
    // No storage: nothing was kept.
  }
  kept.set(name, text);
  return text;
}

function write(name: string, widths: Widths): void {
  const text = JSON.stringify(widths);
  kept.set(name, text);
  try {
    localStorage.setItem(name, text);
  } catch {
    // No storage: they last as long as the page.
  }
  for (const listener of listeners) listener();
}

/** Widths that this browser remembers under a name, and how to change one; `null` = as it is by itself. */
export function useWidths(id: string): readonly [Widths, (pane: string, width: number | null) => void] {
  const name = `${id}.widths`;
  const text = useSyncExternalStore(
    subscribe,
    () => read(name),
    () => "",
  );
  const widths = useMemo(() => widthsFrom(text), [text]);
  const change = (pane: string, width: number | null) => {
    const { [pane]: _, ...others } = widths;
    write(name, width === null ? others : { ...others, [pane]: width });
  };
  return [widths, change];
}
