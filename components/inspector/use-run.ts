"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { RunRow, Status } from "#server/engine/live/wire";
import { useTRPC } from "../providers";
import { createRefresh, type Refresh } from "./model/refresh";

const REFRESH_MS = 1_500;
/** Whatever is kept from an earlier look may be from before the run settled. */
const ON_MOUNT = { staleTime: 0, refetchOnWindowFocus: false } as const;

/**
 * The details of a run. Asked for again when the live tree has a new row for it, or its tree another status; once
 * more when it has settled, and then never.
 * @param everyMs The least time between two questions.
 */
export function useRun(id: string, row: RunRow, treeStatus: Status | undefined, everyMs = REFRESH_MS) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const run = useQuery({ ...trpc.runs.get.queryOptions({ id }), ...ON_MOUNT });
  const nodes = useQuery({ ...trpc.runs.nodes.queryOptions({ id }), ...ON_MOUNT });
  const [ask] = useState(() => () => {
    const keys = [trpc.runs.get.queryKey({ id }), trpc.runs.nodes.queryKey({ id })];
    return Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })));
  });
  const refresh = useRef<Refresh | null>(null);
  const live = row.endedAt === null;
  useEffect(() => {
    if (!live) return;
    const made = createRefresh(ask, everyMs);
    refresh.current = made;
    return () => {
      made.stop();
      refresh.current = null;
    };
  }, [ask, live, everyMs]);
  const seen = useRef({ row, treeStatus });
  useEffect(() => {
    const before = seen.current;
    seen.current = { row, treeStatus };
    if (before.row.endedAt === null && row.endedAt !== null) void ask();
    else if (before.row !== row || before.treeStatus !== treeStatus) refresh.current?.changed();
  }, [ask, row, treeStatus]);
  return { run, nodes };
}
