"use client";
import type { RefObject } from "react";
import { whyNotPinned } from "#server/engine/graph/trial";
import { type Command, type ShortcutId, textOf, useCommands } from "../keys";
import { useMay } from "../providers";
import { toast } from "../ui";
import { chooseFocused } from "./choose-focused";
import type { EditorStore } from "./model/store";
import type { Part } from "./model/trial/part";
import { toggledStops } from "./model/trial/trial";
import { useTrial } from "./trial-context";

type TrialKeyParts = {
  readonly store: EditorStore;
  readonly region: RefObject<HTMLElement | null>;
  readonly onDry: () => void;
  readonly onRun: (part: Part) => void;
};

/** Pins and breakpoints of the chosen nodes by keys, the way into a dry run, and runs of the draft or a part of it. */
export function useTrialKeys({ store, region, onDry, onRun }: TrialKeyParts): void {
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
    change(toggledStops(trial, slug, chosen()));
  };
  const partOf = (part: (node: string) => Part) => () => {
    const [node, ...others] = chosen();
    if (node !== undefined && others.length === 0) onRun(part(node));
    else toast.error("Which node is not said", { description: "Choose one node first." });
  };
  const mayRun = useMay("run.startDraft");
  const command = (id: ShortcutId, run: () => void): Command => ({
    id,
    title: textOf(id),
    section: "This canvas",
    run,
    when: onCanvas,
  });
  useCommands([
    command("editor.dry", onDry),
    command("editor.breakpoint", toggleStops),
    ...(mayPin ? [command("editor.pin", togglePins)] : []),
    ...(mayRun
      ? [
          command("editor.run", () => onRun({})),
          command(
            "editor.runFrom",
            partOf((from) => ({ from })),
          ),
          command(
            "editor.runTo",
            partOf((until) => ({ until })),
          ),
          command(
            "editor.runAlone",
            partOf((node) => ({ from: node, until: node })),
          ),
        ]
      : []),
  ]);
}
