"use client";
import type { ReactNode } from "react";
import type { RootSummary } from "#server/services/types";
import { useActsMenu } from "../acts";
import { isLive } from "../ui";

/** Of these the list has its own. */
const ENDED = ["fork"] as const;
const OPEN = [
  "answer",
  "signal",
  "retry",
  "complete",
  "skip",
  "fail",
  "setVariable",
  "topUp",
  "fork",
] as const;

/** What the run page offers to do with a run, for the palette over the list. */
export function ChosenRunActs({ run }: { readonly run: RootSummary }): ReactNode {
  const { dialogs } = useActsMenu(
    { id: run.id, name: run.label ?? run.workflow },
    isLive(run.status) ? OPEN : ENDED,
  );
  return dialogs;
}
