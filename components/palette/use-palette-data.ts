"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { RootSummary, WorkflowSummary } from "#server/services/types";
import { messageOf, useTRPC } from "../providers";
import { useRested } from "../ui";

const REST_MS = 120;
const FOUND = 8;

export type PaletteData = {
  readonly workflows: readonly WorkflowSummary[];
  readonly runs: readonly RootSummary[];
  readonly searching: boolean;
  /** Why workflows or runs are missing; `null` when they are not. */
  readonly failure: string | null;
};

/** Workflows and runs for the palette: the last runs, or those that the server finds for the text. */
export function usePaletteData(text: string, open: boolean): PaletteData {
  const trpc = useTRPC();
  const query = useRested(text.trim(), REST_MS);
  const workflows = useQuery({ ...trpc.workflows.list.queryOptions(), enabled: open, staleTime: 10_000 });
  const runs = useQuery({
    ...trpc.runs.list.queryOptions({ limit: FOUND, ...(query ? { q: query } : {}) }),
    enabled: open,
    placeholderData: keepPreviousData,
  });
  const error = runs.error ?? workflows.error;
  return {
    workflows: workflows.data ?? [],
    runs: runs.data?.data ?? [],
    searching: query !== text.trim() || runs.isFetching,
    failure: error ? messageOf(error) : null,
  };
}
