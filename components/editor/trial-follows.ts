"use client";
import { useEffect, useRef } from "react";
import { useEditing } from "./context";
import type { History } from "./model/history";
import { followed, renamesBetween } from "./model/renames";
import { renamedTrial } from "./model/trial/trial";
import { type Trying, useTrial } from "./trial-context";
import { useLoose } from "./use-loose";

/**
 * Pins, breakpoints, what nodes are tried with and what a field does not take over stand beside the graph by the names of its nodes: they go along when a
 * name changes, and back when that is undone, whatever is looked at meanwhile.
 */
export function TrialFollows(): null {
  const { store, mayEdit } = useEditing();
  const trying = useTrial();
  const loose = useLoose();
  const latest = useRef(trying);
  const before = useRef<History>(store.get().history);
  useEffect(() => {
    latest.current = trying;
  });
  useEffect(() => {
    if (!mayEdit) return;
    before.current = store.get().history;
    return store.subscribe(() => {
      const { history, graph } = store.get();
      if (history === before.current) return;
      const names = renamesBetween(before.current, history);
      loose.follow(names, before.current.graph, graph);
      before.current = history;
      follow(latest.current, graph.slug, names);
    });
  }, [store, mayEdit, loose]);
  return null;
}

function follow(
  { pins, pin, mayPin, trial, change }: Trying,
  slug: string,
  names: ReadonlyMap<string, string>,
): void {
  const moved = mayPin ? followed(pins, names) : null;
  if (moved) pin(moved);
  const renamed = renamedTrial(trial, slug, names);
  if (renamed) change(renamed);
}
