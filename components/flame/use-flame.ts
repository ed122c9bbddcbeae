"use client";
import { skipToken, useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { every, useOnceEnded, useTRPC } from "../providers";
import type { RunViewProps } from "../tree";
import { type Flame, flameOf, type Measure } from "./model/flame";
import { type Coating, type Colouring, workflowIndex } from "./model/paint";

const AGAIN_MS = 5_000;
/** A layout stays for this many times as long as it took: a large tree that grows leaves time for all else. */
const REST = 6;

type FlameParts = Pick<RunViewProps, "store" | "now" | "at"> & {
  readonly measure: Measure;
  readonly focus: number;
};

/** The boxes at this very moment; laid out anew when something happened, at a measured pace. */
export function useFlame() {
  const kept = useRef<{ flame: Flame; stamp: string; until: number } | null>(null);
  return ({ store, now, at, measure, focus }: FlameParts): Flame => {
    const until = store.tree?.endedAt ?? at ?? Date.now();
    const choice = `${at !== null}/${measure}/${focus}`;
    const stamp = `${choice}/${store.seq}/${store.forest.total.total}/${Math.floor(until / 1_000)}`;
    const last = kept.current;
    const startedAt = performance.now();
    if (
      last &&
      (last.stamp === stamp || (last.stamp.startsWith(`${choice}/`) && at === null && startedAt < last.until))
    )
      return last.flame;
    const flame = flameOf(store.forest, { measure, focus, until, end: now.tree?.endedAt ?? Date.now() });
    const endedAt = performance.now();
    kept.current = { flame, stamp, until: endedAt + REST * (endedAt - startedAt) };
    return flame;
  };
}

/** What boxes are coloured by. Agents are asked for only where they are wanted. */
export function useCoating(
  treeId: string,
  store: RunViewProps["store"],
  colouring: Colouring,
  live: boolean,
) {
  const trpc = useTRPC();
  const agents = useQuery({
    ...trpc.trees.agents.queryOptions(colouring === "agent" ? { treeId } : skipToken),
    refetchInterval: live ? every(AGAIN_MS) : false,
  });
  useOnceEnded(live, trpc.trees.agents.queryKey({ treeId }));
  const workflowOf = useRef<Coating["workflowOf"] | null>(null);
  workflowOf.current ??= workflowIndex();
  const dearest =
    colouring === "cost" ? store.forest.rows.reduce((most, row) => Math.max(most, row.costUsd), 0) : 0;
  const coating: Coating = {
    colouring,
    agentOf: (no) => agents.data?.of[no] ?? -1,
    workflowOf: workflowOf.current,
    paused: store.tree?.paused ?? false,
    dearest,
  };
  const names = colouring === "agent" ? (agents.data?.names ?? []) : slugsOf(store, colouring);
  return { coating, names };
}

const MAX_NAMES = 8;

function slugsOf({ forest }: RunViewProps["store"], colouring: Colouring): readonly string[] {
  if (colouring !== "workflow") return [];
  const slugs = new Set<string>();
  for (const row of forest.rows) {
    if (row) slugs.add(row.slug);
    if (slugs.size >= MAX_NAMES) break;
  }
  return [...slugs];
}
