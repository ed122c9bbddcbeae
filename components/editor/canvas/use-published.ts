"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Graph } from "#server/engine/graph/graph";
import type { CallGraph } from "#server/services/types";
import { useTRPC } from "../../providers";
import { askedBy } from "../model/call-badges";

/** What is published or pinned by the graph and who calls whom, where the graph calls others; `null` = it is not known. */
export function usePublished(graph: Graph): CallGraph | null {
  const trpc = useTRPC();
  const { others, names } = askedBy(graph);
  const calls = useQuery({
    ...trpc.workflows.calls.queryOptions(names.length > 0 ? { names } : undefined),
    enabled: others,
    placeholderData: keepPreviousData,
  });
  return calls.data ?? null;
}
