"use client";
import { useQuery } from "@tanstack/react-query";
import type { Graph } from "#server/engine/graph/graph";
import { callsOf } from "#server/engine/recursion/call-graph";
import type { CallGraph } from "#server/services/types";
import { useTRPC } from "../../providers";

/** What is published and who calls whom, where the graph calls others; `null` = it is not known. */
export function usePublished(graph: Graph): CallGraph | null {
  const trpc = useTRPC();
  const calls = useQuery({
    ...trpc.workflows.calls.queryOptions(),
    enabled: callsOf(graph).some(({ workflow }) => workflow !== graph.slug),
  });
  return calls.data ?? null;
}
