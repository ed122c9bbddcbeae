"use client";
import { useCommands } from "../keys";

const STEP = 1.6;
const PAN = 0.25;

type Acts = {
  readonly step: (factor: number) => void;
  readonly pan: (share: number) => void;
  readonly toChosen: () => void;
};

/** What an axis can do by keys, and by name in the palette, while it is on the page. */
export function useZoomKeys({ step, pan, toChosen }: Acts): void {
  const command = (id: string, title: string, run: () => void) => ({
    id,
    title,
    section: "This view",
    words: ["zoom", "axis"],
    run,
  });
  useCommands([
    command("axis.in", "Zoom in", () => step(1 / STEP)),
    command("axis.out", "Zoom out", () => step(STEP)),
    command("axis.chosen", "Zoom to the chosen run", toChosen),
    { id: "axis.earlier", run: () => pan(-PAN) },
    { id: "axis.later", run: () => pan(PAN) },
  ]);
}
