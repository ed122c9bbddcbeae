"use client";
import { useSyncExternalStore } from "react";

const never = () => () => undefined;
const here = () => (/Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl");
const onServer = () => "Ctrl";

/** What the key for shortcuts is called on this computer. */
export function useModKey(): string {
  return useSyncExternalStore(never, here, onServer);
}
