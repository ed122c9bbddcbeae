"use client";
import { useSearchParams } from "next/navigation";
import { useCallback } from "react";

export type TreeParams = {
  readonly run: number | null;
  readonly depth: number | null;
  readonly q: string;
  /** `closed` = what has succeeded is closed. */
  readonly done: "closed" | null;
  /** Tab of the details that somebody chose; the details read it themselves. */
  readonly tab?: null;
};

function numberOf(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** Selection, depth and search in the address, so that a copied link shows the same. Changes replace history. */
export function useTreeParams(): readonly [TreeParams, (change: Partial<TreeParams>) => void] {
  const params = useSearchParams();
  const current = {
    run: numberOf(params.get("run")),
    depth: numberOf(params.get("depth")),
    q: params.get("q") ?? "",
    done: params.get("done") === "closed" ? ("closed" as const) : null,
  };
  const change = useCallback((next: Partial<TreeParams>) => {
    const url = new URL(location.href);
    for (const [name, value] of Object.entries(next)) {
      if (value === null || value === "") url.searchParams.delete(name);
      else url.searchParams.set(name, String(value));
    }
    history.replaceState(null, "", url);
  }, []);
  return [current, change];
}
