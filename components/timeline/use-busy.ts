"use client";
import { useHistory } from "../scrubber";
import type { TreeStore } from "../tree";

const NONE: readonly (readonly [number, number | null])[] = [];

/** When anything worked in a tree; asked for only where rests are to be drawn short. `null` = not known yet. */
export function useBusy(treeId: string, now: TreeStore, wanted: boolean) {
  const history = useHistory(treeId, now, wanted);
  return wanted ? (history?.busy ?? null) : NONE;
}
