"use client";
import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { widthByKey } from "./model/widths";

type EdgeProps = {
  /** Id of the pane that it changes. */
  readonly pane: string;
  /** Which way makes that pane wider. */
  readonly wider: 1 | -1;
  readonly width: number;
  readonly bounds: { readonly min: number; readonly max: number };
  /** `null` = as wide as by itself. */
  readonly onWidth: (width: number | null) => void;
};

/** Between two panes: dragged, moved by arrow keys, and back to where it was by a double click. */
export function Edge({ pane, wider, width, bounds, onWidth }: EdgeProps) {
  const start = useRef<{ readonly x: number; readonly width: number } | null>(null);
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    event.currentTarget.focus();
    start.current = { x: event.clientX, width };
  };
  const onPointerMove = (event: PointerEvent) => {
    const from = start.current;
    if (from) onWidth(from.width + wider * (event.clientX - from.x));
  };
  const rest = () => {
    start.current = null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = widthByKey(event.key, { width, wider, ...bounds });
    if (next === null) return;
    event.preventDefault();
    // Arrow keys choose rows where no edge has the focus.
    event.stopPropagation();
    onWidth(next);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved
    <div
      role="separator"
      tabIndex={0}
      aria-label="Edge of the pane"
      aria-orientation="vertical"
      aria-controls={pane}
      aria-valuenow={width}
      aria-valuemin={bounds.min}
      aria-valuemax={Number.isFinite(bounds.max) ? bounds.max : width}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={rest}
      onPointerCancel={rest}
      onDoubleClick={() => onWidth(null)}
      onKeyDown={onKeyDown}
      className="relative z-10 w-px shrink-0 cursor-col-resize touch-none bg-line outline-offset-0 transition-colors before:absolute before:inset-y-0 before:-inset-x-1 hover:bg-accent focus-visible:bg-accent active:bg-accent"
    />
  );
}
