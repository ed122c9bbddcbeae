"use client";
import { skipToken, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Moment } from "#server/engine/live/moments";
import type { TreeHistory } from "#server/services/tree/history";
import { every, useOnceEnded, useTRPC, useTRPCClient } from "../providers";
import type { TreeStore } from "../tree";
import { isLive } from "../ui";

/** Longer journals are read for their moments only when somebody is about to go back. */
const AT_ONCE = 10_000;
const AGAIN_MS = 4_000;
/** Calls of one moment share a request, and the slowest of them holds the others back: this one goes by itself. */
const APART_MS = 40;
const NONE: readonly Moment[] = [];

/** What the journal of a tree tells of its time; asked for again as long as it goes on, and once more at its end. */
export function useHistory(treeId: string, now: TreeStore, wanted: boolean): TreeHistory | undefined {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const live = now.tree !== null && isLive(now.tree.status);
  const ask = async (): Promise<TreeHistory> => {
    await new Promise((resolve) => setTimeout(resolve, APART_MS));
    return await client.trees.history.query({ treeId });
  };
  const history = useQuery({
    queryKey: trpc.trees.history.queryKey({ treeId }),
    queryFn: wanted ? ask : skipToken,
    refetchInterval: live ? every(AGAIN_MS) : false,
  });
  useOnceEnded(live, trpc.trees.history.queryKey({ treeId }));
  return history.data;
}

/** What happened in a tree that is worth going back to. */
export function useMoments(treeId: string, now: TreeStore, wanted: boolean) {
  const [asked, setAsked] = useState(false);
  const history = useHistory(treeId, now, wanted || asked || now.seq <= AT_ONCE);
  return { moments: history?.moments ?? NONE, known: history !== undefined, ask: () => setAsked(true) };
}
