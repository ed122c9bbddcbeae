"use client";
import { useEffect, useRef } from "react";
import { idleGaps, shownOf, type TimeAxis, timeAxis, type Zoom } from "../drawing";
import { isLineOpen, type RunViewProps } from "../tree";
import { isLive } from "../ui";
import { criticalPath } from "./model/critical-path";
import { byRun, type Scene, untilOf } from "./model/scene";
import type { Spans } from "./model/span-book";

type SceneParts = Pick<RunViewProps, "store" | "now" | "screen" | "at"> & {
  readonly zoom: Zoom;
  readonly busy: readonly (readonly [number, number | null])[] | null;
  readonly critical: boolean;
  readonly names: number;
};

/** How the timeline looks at this very moment; made anew for each drawing, since time goes on between renders. */
export function useScene(parts: SceneParts) {
  const latest = useRef(parts);
  const path = useRef<{ stamp: string; runs: Scene["critical"] }>({ stamp: "", runs: null });
  const ask = useRef<{ get: (no: number) => Spans | undefined } | null>(null);
  const hover = useRef<string | null>(null);
  useEffect(() => {
    latest.current = parts;
  });
  /** The whole time of the tree, also while it is looked at as it was: what moves is the moment, not the axis. */
  const axisNow = (): TimeAxis => {
    const { now, busy } = latest.current;
    const from = now.forest.rows[0]?.startedAt ?? 0;
    const to = untilNow(now, null);
    return timeAxis(from, to, busy && busy.length > 0 ? idleGaps(busy, from, to) : []);
  };
  const criticalNow = (until: number): Scene["critical"] => {
    const { store, critical } = latest.current;
    if (!critical) return null;
    const stamp = `${store.seq}/${Math.floor(until / 1_000)}`;
    if (path.current.stamp !== stamp)
      path.current = { stamp, runs: byRun(criticalPath(store.forest, until)) };
    return path.current.runs;
  };
  const sceneNow = (): Scene => {
    const { store, screen, at, zoom, names } = latest.current;
    const axis = axisNow();
    const until = untilNow(store, at);
    return {
      forest: store.forest,
      lines: store.screen(),
      spansOf: (no) => ask.current?.get(no),
      axis,
      shown: shownOf(zoom, axis.length),
      until,
      live: at !== null || (store.tree !== null && store.tree.endedAt === null && isLive(store.tree.status)),
      paused: store.tree?.paused ?? false,
      critical: criticalNow(until),
      active: screen.active,
      hover: hover.current,
      names,
      isOpen: (line) =>
        line.kind === "more" || (line.kind === "run" && (store.forest.below[line.no]?.total ?? 0) === 0)
          ? undefined
          : isLineOpen(store, line),
    };
  };
  return { sceneNow, axisNow, ask, hover };
}

function untilNow({ tree }: RunViewProps["store"], at: number | null): number {
  return untilOf(tree, at ?? Date.now());
}
