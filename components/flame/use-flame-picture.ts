"use client";
import { useEffect, useRef } from "react";
import type { RunRow } from "#server/engine/live/wire";
import type { Picture } from "../drawing";
import { nameOf, type RunViewProps } from "../tree";
import { drawFlame, type FlameScene } from "./model/draw-flame";
import { withNames } from "./model/flame";

const WIDTH = 1_400;
/** Wide trees are drawn thin below this. */
const MOST_HEIGHT = 6_000;

type Parts = { readonly scene: (width: number) => FlameScene; readonly root: RunRow | undefined };

/** Lets the flame be taken into a file, as it is zoomed. */
export function useFlamePicture(onPicture: RunViewProps["onPicture"], parts: Parts): void {
  const latest = useRef(parts);
  useEffect(() => {
    latest.current = parts;
  });
  useEffect(() => {
    onPicture(() => pictureOf(latest.current));
    return () => onPicture(null);
  }, [onPicture]);
}

function pictureOf({ scene: sceneNow, root }: Parts): Picture {
  const seen = sceneNow(WIDTH);
  const scene = { ...seen, flame: withNames(seen.flame, MOST_HEIGHT), active: null, hover: null };
  return {
    name: `Flame of ${root ? nameOf(root) : "the tree"}`,
    view: "flame",
    rows: scene.flame.cells.length,
    width: WIDTH,
    height: scene.flame.height,
    draw: (painter, size) => drawFlame(painter, scene, size, 0),
  };
}
