"use client";
import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

/** Asks once more when what is asked about has ended: the last answer while it went on may be older than its end. */
export function useOnceEnded(live: boolean, queryKey: QueryKey): void {
  const queries = useQueryClient();
  const wasLive = useRef(live);
  const key = useRef(queryKey);
  key.current = queryKey;
  useEffect(() => {
    if (wasLive.current && !live) void queries.invalidateQueries({ queryKey: key.current, exact: true });
    wasLive.current = live;
  }, [live, queries]);
}
