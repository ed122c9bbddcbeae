"use client";
import type { RefObject } from "react";
import { whyNotPinned } from "#server/engine/graph/trial";
import { type Command, textOf, useCommands } from "../keys";
import { toast } from "../ui";
import { chooseFocused } from "./choose-focused";
import type { EditorStore } from "./model/store";
import { breakpointAt, withBreakpoint } from "./model/trial/trial";
import { useTrial } from "./trial-context";

type TrialKeyParts = {
  readonly store: EditorStore;
  readonly region: RefObject<HTMLElement | null>;
  readonly onDry: () => void;
};

/** Pins and breakpoints of the chosen nodes by keys, and the way into a dry run. */
export function useTrialKeys({ store, region, onDry }: TrialKeyParts): void {
  const { trial, change, pins, pin, mayPin, lastRun } = useTrial();
  const onCanvas = ({ target }: KeyboardEvent): boolean =>
    target === document.body ||
    (target instanceof HTMLElement && (target.id === "main" || region.current?.contains(target) === true));
  const chosen = () => {
    chooseFocused({ store, region });
    return [...store.get().selection.nodes];
  };
  const togglePins = () => {
    const ids = chosen();
    if (ids.some((id) => Object.hasOwn(pins, id)))
      return pin(Object.fromEntries(ids.map((id) => [id, null])));
    const { graph } = store.get();
    const known = ids.flatMap((id) => {
      const last = lastRun && Object.hasOwn(lastRun.nodes, id) ? lastRun.nodes[id] : undefined;
      return last && whyNotPinned(graph, id, last) === null ? [[id, last] as const] : [];
    });
    if (known.length > 0) pin(Object.fromEntries(known));
    else
      toast.error("Nothing is known to pin", {
        description: "The last run gave no result there. Write an output in the inspector.",
      });
  };
  const toggleStops = () => {
    const { slug } = store.get().graph;
    const ids = chosen();
    const on = ids.some((node) => !breakpointAt(trial, slug, node));
    change(
      ids.reduce(
        (all, node) => withBreakpoint(all, breakpointAt(trial, slug, node) ?? { slug, node }, on),
        trial,
      ),
    );
  };
  const commands: Command[] = [
    { id: "editor.dry", title: textOf("editor.dry"), section: "This canvas", run: onDry, when: onCanvas },
    {
      id: "editor.breakpoint",
      title: textOf("editor.breakpoint"),
      section: "This canvas",
      run: toggleStops,
      when: onCanvas,
    },
  ];
  if (mayPin)
    commands.push({
      id: "editor.pin",
      title: textOf("editor.pin"),
      section: "This canvas",
      run: togglePins,
      when: onCanvas,
    });
  useCommands(commands);
}
