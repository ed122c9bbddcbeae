"use client";
import type { ReactNode } from "react";
import { DemoBadge } from "../demo";
import { NotificationBell } from "../notifications";
import { PaletteHost } from "../palette";
import { type Person, Shell } from "../shell";
import { useMarks } from "./use-marks";

type DashboardProps = {
  readonly person: Person;
  /** Name of the workspace. */
  readonly workspace: string;
  readonly startNarrow: boolean;
  readonly children: ReactNode;
};

/** What stands in the header of every page; one element, so that the header is not drawn again for it. */
const MARKS = (
  <>
    <DemoBadge />
    <NotificationBell />
  </>
);

/** The frame with everything that lives in it on every page. */
export function Dashboard({ person, workspace, startNarrow, children }: DashboardProps) {
  const { places, waiting } = useMarks();
  return (
    <Shell
      person={person}
      workspace={workspace}
      startNarrow={startNarrow}
      marks={places}
      waiting={waiting}
      above={<PaletteHost />}
      bell={MARKS}
    >
      {children}
    </Shell>
  );
}
