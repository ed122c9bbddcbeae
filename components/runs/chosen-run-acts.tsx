"use client";
import type { ReactNode } from "react";
import type { RootSummary } from "#server/services/types";
import { useActsMenu } from "../acts";
import { isOpen } from "./model/chosen";

const NO_RUN = { id: "", name: "" };
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

/** What the menu of a run offers, for the palette over the list. Always there: a form outlives the choice of its run. */
export function ChosenRunActs({ run }: { readonly run: RootSummary | undefined }): ReactNode {
  const place = run ? { id: run.id, name: run.label ?? run.workflow } : NO_RUN;
  return useActsMenu(place, actsOf(run)).dialogs;
}

function actsOf(run: RootSummary | undefined) {
  if (!run) return [];
  return isOpen(run) ? OPEN : ENDED;
}
