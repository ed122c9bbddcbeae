"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { Status } from "#server/engine/live/wire";
import type { StartedDraft } from "#server/services/types";
import { useTRPC } from "../../providers";
import { isLive } from "../../ui";
import type { CardMark, Overlay } from "../model/trial/overlay";

const LOOK_MS = 700;

export type DraftRun = {
  readonly started: StartedDraft;
  readonly status: Status;
  readonly overlay: Overlay;
};

/** The run of the draft that was started last from here, with the state of its nodes for the canvas. */
export function useDraftRun(slug: string) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [started, setStarted] = useState<StartedDraft | null>(null);
  const id = started?.id ?? "";
  const run = useQuery({
    ...trpc.runs.get.queryOptions({ id }),
    enabled: started !== null,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data && !goesOn(state.data.status) ? false : LOOK_MS),
  });
  const status: Status = run.data?.status ?? "running";
  const live = goesOn(status);
  const nodes = useQuery({
    ...trpc.runs.nodes.queryOptions({ id }),
    enabled: started !== null,
    staleTime: 0,
    refetchInterval: live ? LOOK_MS : false,
  });
  const { refetch } = nodes;
  useEffect(() => {
    if (started === null || live) return;
    void refetch();
    void queries.invalidateQueries({ queryKey: trpc.workflows.lastRun.queryKey({ slug }) });
  }, [started, live, refetch, queries, trpc, slug]);
  const overlay = useMemo((): Overlay => marksOf(nodes.data), [nodes.data]);
  return {
    run: started ? ({ started, status, overlay } satisfies DraftRun) : null,
    begin: setStarted,
    forget: () => setStarted(null),
  };
}

function goesOn(status: Status): boolean {
  return isLive(status) || status === "needs_attention";
}

type Nodes = {
  readonly nodes: readonly {
    readonly nodeId: string;
    readonly status: string;
    readonly items: number | null;
    readonly source: string | null;
  }[];
  readonly attempts: readonly { readonly nodeId: string; readonly attempt: number }[];
};

function marksOf(rows: Nodes | undefined): Overlay {
  const marks = new Map<string, CardMark>();
  for (const { nodeId, status, source } of rows?.nodes ?? []) {
    if (status === "pending") continue;
    const attempts = Math.max(
      0,
      ...(rows?.attempts ?? []).flatMap((one) => (one.nodeId === nodeId ? [one.attempt] : [])),
    );
    marks.set(nodeId, { status, attempts, ...(source ? { source } : {}) });
  }
  return marks;
}
