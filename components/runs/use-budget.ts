"use client";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { TreeSummary } from "#server/engine/live/wire";
import type { LedgerRow } from "#server/services/run/levels";
import { every, useOnceEnded, useTRPC } from "../providers";
import { isLive } from "../ui";
import { beforeLooks, type Sample, withSample } from "./model/forecast";

const ASK_MS = 5_000;

type Samples = Readonly<Partial<Record<LedgerRow["dimension"], readonly Sample[]>>>;

/** The account of a tree, asked for again while it goes on, with what was spent when. */
export function useBudget(tree: TreeSummary) {
  const trpc = useTRPC();
  const live = isLive(tree.status);
  const asked = useQuery({
    ...trpc.runs.levels.queryOptions({ id: tree.treeId }),
    staleTime: 0,
    refetchInterval: live ? every(ASK_MS) : false,
  });
  useOnceEnded(live, trpc.runs.levels.queryKey({ id: tree.treeId }));
  const [samples, setSamples] = useState<Samples>({});
  const { data, dataUpdatedAt } = asked;
  useEffect(() => {
    if (!data) return;
    setSamples((before) =>
      Object.fromEntries(
        data.ledger.map(({ dimension, spent }) => {
          const earlier = before[dimension] ?? beforeLooks(tree.startedAt, dataUpdatedAt);
          return [dimension, withSample(earlier, { at: dataUpdatedAt, spent })];
        }),
      ),
    );
  }, [data, dataUpdatedAt, tree.startedAt]);
  return { ledger: data?.ledger, levels: data?.levels, samples, error: asked.error, live };
}
