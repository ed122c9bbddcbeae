"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Graph } from "#server/engine/graph/graph";
import { useTRPC } from "../../providers";
import { askedBy, type Known } from "../model/call-badges";

/** What is published or pinned by the graph and who calls whom, where the graph calls others; `null` = it is not known. */
export function usePublished(graph: Graph): Known | null {
  const trpc = useTRPC();
  const { others, names } = askedBy(graph);
  const { data, isFetching } = useQuery({
    ...trpc.workflows.calls.queryOptions(names.length > 0 ? { names } : undefined),
    enabled: others,
    placeholderData: keepPreviousData,
  });
  return useMemo(() => (data ? { ...data, whole: !isFetching } : null), [data, isFetching]);
}
