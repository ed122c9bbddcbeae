"use client";
import { useEffect, useRef } from "react";
import { useEditing } from "./context";
import type { History } from "./model/history";
import { followed, renamesBetween } from "./model/renames";
import { useTrial } from "./trial-context";

/** Pins stand beside the graph by the names of its nodes: they go along when a name changes, and back when that is undone. */
export function usePinsFollow(): void {
  const { store, mayEdit } = useEditing();
  const { pins, pin, mayPin } = useTrial();
  const latest = useRef({ pins, pin });
  const before = useRef<History>(store.get().history);
  useEffect(() => {
    latest.current = { pins, pin };
  });
  useEffect(() => {
    if (!mayEdit || !mayPin) return;
    before.current = store.get().history;
    return store.subscribe(() => {
      const { history } = store.get();
      if (history === before.current) return;
      const moved = followed(latest.current.pins, renamesBetween(before.current, history));
      before.current = history;
      if (moved) latest.current.pin(moved);
    });
  }, [store, mayEdit, mayPin]);
}
