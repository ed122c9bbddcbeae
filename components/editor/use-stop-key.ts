"use client";
import { textOf, useCommands } from "../keys";
import { toggledStops } from "./model/trial/trial";
import { useTrial } from "./trial-context";

/** Node on whose card the keyboard is. */
function focusedIn(event: KeyboardEvent | undefined): string | null {
  const card =
    event?.target instanceof Element ? event.target.closest<HTMLElement>(".react-flow__node") : null;
  return card?.dataset["id"] ?? null;
}

/** The key of breakpoints where a workflow is only looked at: opened in place, or in a dry run. */
export function useStopKey(slug: string, chosen: string | null): void {
  const { trial, change } = useTrial();
  useCommands([
    {
      id: "editor.breakpoint",
      title: textOf("editor.breakpoint"),
      section: "This canvas",
      run: (event) => {
        const at = focusedIn(event) ?? chosen;
        if (at !== null) change(toggledStops(trial, slug, [at]));
      },
    },
  ]);
}
