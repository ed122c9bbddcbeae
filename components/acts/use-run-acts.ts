"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../providers";

/** What can be done to a run now. Asked each time somebody is about to do something, and while they do it. */
export function useRunActs(id: string, wanted: boolean) {
  const trpc = useTRPC();
  return useQuery({
    ...trpc.runs.acts.queryOptions({ id }),
    enabled: wanted,
    staleTime: 0,
    gcTime: 0,
    refetchInterval: wanted ? 3_000 : false,
  });
}

/** Nothing is assumed to have worked: all that is known of runs is asked again. */
export function useAskAgain(): () => void {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: trpc.runs.pathKey() });
}
