"use client";
import { useCallback, useEffect, useState } from "react";
import { useTreeParams } from "../tree";

const SETTLE_MS = 200;

/** Instant that is looked at; the address follows when it rests. `null` = the present. */
export function useMoment() {
  const [params, setParams] = useTreeParams();
  const [at, setAt] = useState(params.t);
  useEffect(() => {
    const timer = setTimeout(() => setParams({ t: at }), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [at, setParams]);
  return [
    at,
    useCallback((next: number | null) => setAt(next === null ? null : Math.ceil(next)), []),
  ] as const;
}
