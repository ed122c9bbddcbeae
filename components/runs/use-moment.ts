"use client";
import { useCallback, useEffect, useState } from "react";
import { type TreeStore, useTreeParams } from "../tree";
import { isAfterEnd } from "./model/after-end";

const SETTLE_MS = 200;

/**
 * Instant that is looked at; the address follows when it rests. `null` = the present.
 * @param now The tree: once it has ended nothing changes, so that whatever comes after stands for the present.
 */
export function useMoment(now: TreeStore) {
  const [params, setParams] = useTreeParams();
  const [wanted, setAt] = useState(params.t);
  const at = wanted !== null && isAfterEnd(wanted, now.tree?.endedAt ?? null) ? null : wanted;
  useEffect(() => {
    const timer = setTimeout(() => setParams({ t: at }), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [at, setParams]);
  return [
    at,
    useCallback((next: number | null) => setAt(next === null ? null : Math.ceil(next)), []),
  ] as const;
}
