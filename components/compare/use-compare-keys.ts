"use client";
import { type Command, textOf, useCommands } from "../keys";

type Handlers = {
  readonly move: (by: 1 | -1) => void;
  readonly difference: (step: 1 | -1) => void;
  readonly first: () => void;
  readonly only: () => void;
};

/** What the page of a comparison does by keys, and by name in the palette. */
export function useCompareKeys({ move, difference, first, only }: Handlers): void {
  const command = (id: string, run: () => void): Command => ({
    id,
    title: textOf(id),
    section: "This comparison",
    run,
  });
  useCommands([
    command("compare.next", () => move(1)),
    command("compare.previous", () => move(-1)),
    command("compare.nextDifference", () => difference(1)),
    command("compare.previousDifference", () => difference(-1)),
    command("compare.first", first),
    command("compare.only", only),
  ]);
}
