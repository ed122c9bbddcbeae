"use client";
import { useCallback } from "react";
import { changeAddress, useAddress } from "../ui";

/** Ways to look at a tree, in the order in which `v` goes through them. */
export const VIEWS = ["tree", "timeline", "flame", "levels", "graph"] as const;
export type ViewName = (typeof VIEWS)[number];

export type TreeParams = {
  readonly run: number | null;
  readonly depth: number | null;
  readonly q: string;
  /** `all` = what is found is marked among all runs; `null` = only that is shown, with what stands above it. */
  readonly among: "all" | null;
  /** `closed` = what has succeeded is closed. */
  readonly done: "closed" | null;
  /** Tab of the details that somebody chose; the details read it themselves. */
  readonly tab?: null;
  readonly view: ViewName;
  /** Instant that is looked at, in milliseconds since 1970; `null` = the present. */
  readonly t: number | null;
};

function numberOf(text: string | null, digits = 9): number | null {
  return text !== null && /^\d+$/.test(text) && text.length <= digits ? Number(text) : null;
}

function viewOf(text: string | null): ViewName {
  return VIEWS.find((view) => view === text) ?? "tree";
}

/** Selection, depth, search, view and instant in the address, so that a copied link shows the same. Changes replace history. */
export function useTreeParams(): readonly [TreeParams, (change: Partial<TreeParams>) => void] {
  const params = useAddress();
  const current = {
    run: numberOf(params.get("run")),
    depth: numberOf(params.get("depth")),
    q: params.get("q") ?? "",
    among: params.get("among") === "all" ? ("all" as const) : null,
    done: params.get("done") === "closed" ? ("closed" as const) : null,
    view: viewOf(params.get("view")),
    t: numberOf(params.get("t"), 15),
  };
  const change = useCallback((next: Partial<TreeParams>) => {
    changeAddress({ ...next, ...(next.view === "tree" ? { view: null } : {}) });
  }, []);
  return [current, change];
}
