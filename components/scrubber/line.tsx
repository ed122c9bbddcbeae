"use client";
import type { KeyboardEvent } from "react";
import type { Moment, MomentKind } from "#server/engine/live/moments";
import { cx, formatDuration } from "../ui";
import { marksOf, sayMoments } from "./model/marks";
import { type At, atOf, type Reach } from "./model/travel";

const PLACES = 160;
const STEP = 0.01;
const PAGE = 0.1;

/** Look of a mark; its place and its height tell kinds apart beside the colour. */
const LOOK: Readonly<Record<MomentKind, string>> = {
  failure: "bg-failed top-0.5 bottom-0.5",
  escalation: "bg-degraded top-0.5 bottom-1/2",
  budget: "bg-degraded top-1/2 bottom-0.5",
  change: "bg-waiting top-0.5 bottom-1/2",
  person: "bg-accent top-1/2 bottom-0.5",
  cycle: "bg-failed top-0.5 bottom-1/2",
};

type LineProps = {
  readonly moments: readonly Moment[];
  readonly reach: Reach;
  readonly at: At;
  readonly onAt: (at: At) => void;
  /** Somebody is about to use it. */
  readonly onAsk: () => void;
};

export function Line({ moments, reach, at, onAt, onAsk }: LineProps) {
  const { from, to } = reach;
  const value = Math.min(to, Math.max(from, at ?? to));
  const onKeyDown = (event: KeyboardEvent) => {
    const next = keyed(event.key, value, reach);
    if (next === null) return;
    event.preventDefault();
    onAt(atOf(next, reach));
  };
  const said = sayMoments(moments);
  return (
    <span className="relative flex h-7 min-w-16 grow items-center" title={said || undefined}>
      <span aria-hidden className="absolute inset-x-1.5 top-1/2 h-px bg-line-strong" />
      <span
        aria-hidden
        className="absolute left-1.5 h-0.5 bg-accent"
        style={{ width: `calc((100% - 12px) * ${(value - from) / (to - from)})` }}
      />
      {marksOf(moments, from, to, PLACES).map(({ share, kind }) => (
        <span
          key={share}
          aria-hidden
          data-mark={kind}
          className={cx("pointer-events-none absolute w-0.5", LOOK[kind])}
          style={{ left: `calc(6px + (100% - 12px) * ${share} - 1px)` }}
        />
      ))}
      <input
        type="range"
        aria-label={said ? `Moment. ${said}` : "Moment"}
        aria-valuetext={at === null ? "Present" : `${formatDuration(value - from)} after the start`}
        min={from}
        max={to}
        step="any"
        value={value}
        onPointerEnter={onAsk}
        onFocus={onAsk}
        onKeyDown={onKeyDown}
        onChange={(event) => onAt(atOf(event.target.valueAsNumber, reach))}
        className="scrub relative w-full cursor-ew-resize appearance-none bg-transparent"
      />
    </span>
  );
}

function keyed(key: string, value: number, { from, to }: Reach): number | null {
  const span = to - from;
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
      return value - span * STEP;
    case "ArrowRight":
    case "ArrowUp":
      return value + span * STEP;
    case "PageDown":
      return value - span * PAGE;
    case "PageUp":
      return value + span * PAGE;
    case "Home":
      return from;
    case "End":
      return to;
    default:
      return null;
  }
}
