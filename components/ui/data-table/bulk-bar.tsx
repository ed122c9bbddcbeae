"use client";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../button";
import { formatCount } from "../format";

type BulkBarProps = {
  readonly count: number;
  readonly noun: readonly [one: string, many: string];
  readonly onClear: () => void;
  readonly children: ReactNode;
};

/** Floats over the rows, so that choosing one moves none. */
export function BulkBar({ count, noun, onClear, children }: BulkBarProps) {
  return (
    <div
      role="toolbar"
      aria-label={`Chosen ${noun[1]}`}
      className="absolute bottom-12 left-1/2 z-20 flex max-w-[calc(100%-16px)] -translate-x-1/2 animate-appear items-center gap-2 rounded-lg bg-raised py-1.5 pr-1.5 pl-3 shadow-float"
    >
      <span aria-live="polite" className="whitespace-nowrap text-small">
        <span className="font-medium font-mono">{formatCount(count)}</span> {count === 1 ? noun[0] : noun[1]}
      </span>
      {children}
      <Button
        size="icon-small"
        look="quiet"
        aria-label="Let go of the selection"
        title="Esc"
        onClick={onClear}
      >
        <X aria-hidden />
      </Button>
    </div>
  );
}
