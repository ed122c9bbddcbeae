"use client";
import { type ReactNode, useSyncExternalStore } from "react";
import { EmptyState } from "../ui";
import { type PaneSpec, Panes } from "../ui/panes";

type RunPanesProps = {
  /** `null` = the tree alone. */
  readonly view: ReactNode;
  readonly tree: ReactNode;
  readonly inspector: ReactNode;
  readonly room: Room;
};

/** The tree, a view of it and one run, as many of them side by side as there is room for. */
export function RunPanes({ view, tree, inspector, room }: RunPanesProps) {
  if (room === "one") return view ?? tree;
  const run: PaneSpec = {
    id: "run-panel",
    minSize: "300px",
    defaultSize: view ? "360px" : "420px",
    children: inspector ?? (
      <EmptyState title="No run selected">
        Choose a run in the tree to see its input, output and attempts.
      </EmptyState>
    ),
  };
  const rows: PaneSpec = { id: "tree-panel", minSize: "340px", children: tree };
  if (!view) return <Panes id="banyan-run" panes={[rows, run]} />;
  const drawn: PaneSpec = { id: "view-panel", minSize: "320px", children: view };
  if (room === "two") return <Panes id="banyan-run-view" panes={[drawn, run]} />;
  return <Panes id="banyan-run-three" panes={[{ ...rows, defaultSize: "440px" }, drawn, run]} />;
}

/** How many panes fit side by side. */
export type Room = "one" | "two" | "three";

const TWO = "(min-width: 900px)";
const THREE = "(min-width: 1200px)";

export function useRoom(): Room {
  return useSyncExternalStore(
    (listener) => {
      const media = [matchMedia(TWO), matchMedia(THREE)];
      for (const query of media) query.addEventListener("change", listener);
      return () => {
        for (const query of media) query.removeEventListener("change", listener);
      };
    },
    () => (matchMedia(THREE).matches ? "three" : matchMedia(TWO).matches ? "two" : "one"),
    () => "three",
  );
}
