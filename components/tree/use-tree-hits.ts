"use client";
import { skipToken, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { every, messageOf, statusOf, useOnceEnded, useTRPC } from "../providers";
import { useRested } from "../ui";
import { askedOf, termKey, termsOf } from "./model/terms";
import type { TreeStore } from "./model/tree-store";

const REST_MS = 250;
const AGAIN_MS = 4_000;
/** How the server says that a tree is too long: asking again does not make it shorter. */
const TOO_LONG = 413;

/** What the server is asked for beside what rows answer. */
export type AskedHits = {
  /** It has not answered all of the search yet. */
  readonly asking: boolean;
  readonly error: string | null;
  /** `null` = it would be refused again. */
  readonly retry: (() => void) | null;
  /** How many different words of the search it is asked for, and how many it would be without bounds. */
  readonly words: { readonly asked: number; readonly all: number };
  /** It has answered up to this run alone; `null` = for all. */
  readonly upTo: number | null;
};

/** Has a search find what rows do not tell: agents, tags, keys of contexts. */
export function useTreeHits(treeId: string, store: TreeStore, query: string, live: boolean): AskedHits {
  const trpc = useTRPC();
  const { terms, all } = useMemo(() => askedOf(termsOf(query)), [query]);
  const rested = useRested(terms, REST_MS);
  const sought = trpc.trees.search.queryOptions(
    rested.length > 0 ? { treeId, terms: rested.map(({ field, text }) => ({ field, text })) } : skipToken,
  );
  const asked = useQuery({
    ...sought,
    staleTime: 0,
    gcTime: 0,
    refetchInterval: live ? every(AGAIN_MS) : false,
  });
  useOnceEnded(live, sought.queryKey);
  const { data } = asked;
  useEffect(() => {
    if (!data) return;
    store.setHits(new Map(rested.map((term, at) => [termKey(term), new Set(data.hits[at])])));
  }, [store, data, rested]);
  return {
    asking: terms.length > 0 && asked.error === null && (rested !== terms || !data),
    error: terms.length > 0 && asked.error ? messageOf(asked.error) : null,
    retry: statusOf(asked.error) === TOO_LONG ? null : () => void asked.refetch(),
    words: { asked: terms.length, all },
    upTo: terms.length > 0 ? (data?.upTo ?? null) : null,
  };
}
