"use client";
import { useState } from "react";
import type { RootSummary } from "#server/services/types";

const NONE: readonly RootSummary[] = [];

/** A dialog over the chosen runs: it keeps those that it was begun for, whatever becomes of the list meanwhile. */
export function useBegun(chosen: readonly RootSummary[]) {
  const [begun, setBegun] = useState({ open: false, runs: NONE });
  return {
    ...begun,
    begin: () => setBegun({ open: true, runs: chosen }),
    onOpenChange: (open: boolean) => setBegun(({ runs }) => ({ open, runs })),
  };
}
