"use client";
import { skipToken, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { every, messageOf, useTRPC } from "../providers";
import { useRested } from "../ui";
import { isAsked, termKey, termsOf } from "./model/terms";
import type { TreeStore } from "./model/tree-store";

const REST_MS = 250;
const AGAIN_MS = 4_000;
const MOST = 16;
const LEAST = 2;

/** What the server is asked for beside what rows answer. */
export type AskedHits = {
  /** It has not answered all of the search yet. */
  readonly asking: boolean;
  readonly error: string | null;
  readonly retry: () => void;
};

/** Has a search find what rows do not tell: agents, tags, keys of contexts. */
export function useTreeHits(treeId: string, store: TreeStore, query: string, live: boolean): AskedHits {
  const trpc = useTRPC();
  const terms = useMemo(
    () =>
      termsOf(query)
        .filter(isAsked)
        .filter(({ field, text }) => field !== null || text.length >= LEAST)
        .slice(0, MOST),
    [query],
  );
  const rested = useRested(terms, REST_MS);
  const asked = useQuery({
    ...trpc.trees.search.queryOptions(
      rested.length > 0 ? { treeId, terms: rested.map(({ field, text }) => ({ field, text })) } : skipToken,
    ),
    staleTime: 0,
    gcTime: 0,
    refetchInterval: live ? every(AGAIN_MS) : false,
  });
  const { data } = asked;
  useEffect(() => {
    if (!data) return;
    store.setHits(new Map(rested.map((term, at) => [termKey(term), new Set(data.hits[at])])));
  }, [store, data, rested]);
  return {
    asking: terms.length > 0 && asked.error === null && (rested !== terms || !data),
    error: terms.length > 0 && asked.error ? messageOf(asked.error) : null,
    retry: () => void asked.refetch(),
  };
}
