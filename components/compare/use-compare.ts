"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { parseRunId } from "#server/engine/ids";
import type { TreeSnapshot } from "#server/engine/live/wire";
import { every, messageOf, statusOf, useTRPC } from "../providers";
import { isLive, useAddress } from "../ui";
import { align, firstDivergence } from "./model/align";

const REFRESH_MS = 5_000;
/** How the server says that a tree is too long: asking again does not make it shorter. */
const TOO_LONG = 413;

/** The two trees that the address names, and both as one. */
export function useCompare() {
  const params = useAddress();
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
  const digests = { a: useDigests(a.data), b: useDigests(b.data) };
  const [ofA, ofB] = [digests.a.known, digests.b.known];
  const pairs = useMemo(
    () => (a.data && b.data ? align(a.data.rows, b.data.rows, { a: ofA, b: ofB }) : null),
    [a.data, b.data, ofA, ofB],
  );
  const first = useMemo(() => (pairs ? firstDivergence(pairs) : -1), [pairs]);
  return { ids, a, b, missing, pairs, first, path: params.get("at"), values: together(digests) };
}

type AskedDigests = ReturnType<typeof useDigests>;

/** Whether what runs were given and gave is compared too. */
export type ComparedValues = {
  readonly error: string | null;
  readonly done: boolean;
  /** `null` = it would be refused again. */
  readonly retry: (() => void) | null;
};

function together({ a, b }: { readonly a: AskedDigests; readonly b: AskedDigests }): ComparedValues {
  const error = a.query.error ?? b.query.error;
  return {
    error: error && messageOf(error),
    done: a.known !== undefined && b.known !== undefined,
    retry: [a, b].some(({ query }) => statusOf(query.error) === TOO_LONG)
      ? null
      : () => void Promise.all([a.query.refetch(), b.query.refetch()]),
  };
}

/** They come after the rows: for those of a large tree its whole journal is read. What is known stays until there is more. */
function useDigests(snapshot: TreeSnapshot | undefined) {
  const trpc = useTRPC();
  const treeId = snapshot?.tree.treeId ?? "";
  const query = useQuery({
    ...trpc.trees.digests.queryOptions({ treeId, seq: snapshot?.seq ?? 0 }),
    enabled: snapshot !== undefined,
    placeholderData: (before) => before,
    // Those of a tree that goes on are asked for again and again, and large.
    gcTime: 0,
  });
  return { query, known: query.data?.treeId === treeId ? query.data : undefined };
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
