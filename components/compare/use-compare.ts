"use client";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { parseRunId } from "#server/engine/ids";
import { every, statusOf, useTRPC } from "../providers";
import { isLive } from "../ui";
import { align, firstDivergence } from "./model/align";

const REFRESH_MS = 5_000;

/** The two trees that the address names, and both as one. */
export function useCompare() {
  const params = useSearchParams();
  const ids = { a: params.get("a"), b: params.get("b") };
  const a = useTree(ids.a);
  const b = useTree(ids.b);
  const gone = (
    [
      ["a", a],
      ["b", b],
    ] as const
  ).find(([, { error }]) => statusOf(error) === 404);
  const missing = gone ? { side: gone[0], id: ids[gone[0]] ?? "" } : null;
  const pairs = useMemo(() => (a.data && b.data ? align(a.data.rows, b.data.rows) : null), [a.data, b.data]);
  const first = useMemo(() => (pairs ? firstDivergence(pairs) : -1), [pairs]);
  return { ids, a, b, missing, pairs, first, path: params.get("at") };
}

function useTree(treeId: string | null) {
  const trpc = useTRPC();
  return useQuery({
    // A run below a root stands for its tree.
    ...trpc.trees.snapshot.queryOptions({ treeId: parseRunId(treeId ?? "")?.treeId ?? treeId ?? "" }),
    enabled: treeId !== null,
    staleTime: 0,
    refetchInterval: (query) =>
      query.state.data && isLive(query.state.data.tree.status) ? every(REFRESH_MS)(query) : false,
  });
}
