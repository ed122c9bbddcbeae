"use client";
import type { KeyboardEvent } from "react";
import { placeOf, type Zoom, zoomTo } from "../drawing";
import { reachOf } from "./model/draw-run";
import type { Scene } from "./model/scene";

const STEP = 1.6;
const PAN = 0.25;

type Acts = {
  readonly step: (factor: number) => void;
  readonly pan: (share: number) => void;
  readonly zoomTo: (zoom: Zoom) => void;
  readonly scene: () => Scene;
};

/** Keys that only a time axis has; all others are the tree's. */
export function useTimelineKeys(acts: Acts) {
  return (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = actOf(event, acts);
    if (!act) return;
    event.preventDefault();
    act();
  };
}

function actOf(
  { key, shiftKey }: KeyboardEvent,
  { step, pan, zoomTo: show, scene }: Acts,
): (() => void) | null {
  if (key === "+" || key === "=") return () => step(1 / STEP);
  if (key === "-") return () => step(STEP);
  if (key === "z") return () => show(zoomOfChosen(scene()));
  if (!shiftKey) return null;
  if (key === "ArrowLeft") return () => pan(-PAN);
  return key === "ArrowRight" ? () => pan(PAN) : null;
}

function zoomOfChosen({ active, forest, axis, until }: Scene): Zoom {
  const row = active?.startsWith("r") ? forest.rows[Number(active.slice(1))] : undefined;
  if (!row) return null;
  const { from, to } = reachOf(row, until);
  return zoomTo(placeOf(axis, from), placeOf(axis, to), axis.length);
}
