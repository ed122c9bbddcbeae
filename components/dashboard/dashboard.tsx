"use client";
import type { ReactNode } from "react";
import { NotificationBell } from "../notifications";
import { PaletteHost } from "../palette";
import { type Person, Shell } from "../shell";
import { useMarks } from "./use-marks";

type DashboardProps = {
  readonly person: Person;
  readonly startNarrow: boolean;
  readonly children: ReactNode;
};

/** The frame with everything that lives in it on every page. */
export function Dashboard({ person, startNarrow, children }: DashboardProps) {
  const { places, waiting } = useMarks();
  return (
    <Shell
      person={person}
      startNarrow={startNarrow}
      marks={places}
      waiting={waiting}
      above={<PaletteHost />}
      bell={<NotificationBell />}
    >
      {children}
    </Shell>
  );
}
