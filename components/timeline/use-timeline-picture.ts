"use client";
import { useEffect, useRef } from "react";
import { drawRuler, type Picture } from "../drawing";
import type { RunViewProps } from "../tree";
import { ROW } from "./model/draw-run";
import { drawTimeline, rulerOf } from "./model/draw-timeline";
import type { Scene } from "./model/scene";

const WIDTH = 1_400;
const NAMES = 240;
const RULER = 32;

type Parts = { readonly scene: () => Scene; readonly name: string };

/** Lets the timeline be taken into a file: all of its rows, with their names. */
export function useTimelinePicture(onPicture: RunViewProps["onPicture"], parts: Parts): void {
  const latest = useRef(parts);
  useEffect(() => {
    latest.current = parts;
  });
  useEffect(() => {
    onPicture(() => pictureOf(latest.current));
    return () => onPicture(null);
  }, [onPicture]);
}

function pictureOf({ scene: sceneNow, name }: Parts): Picture {
  const scene = { ...sceneNow(), names: NAMES, active: null, hover: null };
  const height = scene.lines.length * ROW;
  return {
    name: `Timeline of ${name}`,
    rows: scene.lines.length,
    width: WIDTH,
    height: height + RULER,
    draw: (painter) => {
      drawRuler(painter, rulerOf(scene, { width: WIDTH, height: RULER }));
      painter.shifted(0, RULER, () => drawTimeline(painter, scene, { width: WIDTH, height }, 0));
    },
  };
}
