"use client";
import { Meter as Base } from "@base-ui/react/meter";
import { Progress as BaseProgress } from "@base-ui/react/progress";
import type { ReactNode } from "react";
import { cx } from "./cx";
import { ToneGlyph } from "./tone-mark";

type MeterProps = {
  readonly label: string;
  readonly value: number;
  /** `null` = without limit: only the figure is shown. */
  readonly limit: number | null;
  /** From this value on the meter warns; it may be crossed, the limit may not. */
  readonly soft?: number;
  readonly format?: (value: number) => string;
  readonly className?: string;
};

type Level = "calm" | "warning" | "spent";

const FILL: Readonly<Record<Level, string>> = {
  calm: "bg-ink-muted",
  warning: "bg-degraded",
  spent: "bg-failed",
};
const WORD: Readonly<Record<Level, ReactNode>> = {
  calm: null,
  warning: (
    <span className="inline-flex items-center gap-1 pl-1 text-degraded-ink">
      <ToneGlyph mark="degraded" className="size-3" /> near the limit
    </span>
  ),
  spent: (
    <span className="inline-flex items-center gap-1 pl-1 text-failed-ink">
      <ToneGlyph mark="limit" className="size-3" /> limit reached
    </span>
  ),
};

function levelOf(value: number, limit: number | null, soft?: number): Level {
  if (limit === null) return "calm";
  if (value >= limit) return "spent";
  return soft !== undefined && value >= soft ? "warning" : "calm";
}

const plain = (value: number) => value.toLocaleString("en-US");

/** One line of a ledger: what is used, of how much, and where it starts to matter. */
export function Meter({ label, value, limit, soft, format = plain, className }: MeterProps) {
  const level = levelOf(value, limit, soft);
  const said = limit === null ? `${format(value)}, no limit` : `${format(value)} of ${format(limit)}`;
  return (
    <Base.Root
      value={Math.min(value, limit ?? value)}
      max={Math.max(1, limit ?? value)}
      getAriaValueText={() => said}
      className={cx("grid grid-cols-[1fr_auto] items-baseline gap-x-3 gap-y-1 text-small", className)}
    >
      <Base.Label className="text-ink-muted">
        {label} {WORD[level]}
      </Base.Label>
      <span className="font-mono">
        {format(value)}
        <span className="text-ink-faint">/{limit === null ? "∞" : format(limit)}</span>
      </span>
      <Base.Track className="relative col-span-2 h-1 overflow-hidden rounded-full bg-hover">
        {limit === null ? null : (
          <Base.Indicator className={cx("rounded-full transition-[width]", FILL[level])} />
        )}
        {limit !== null && soft !== undefined ? (
          <span
            aria-hidden
            className="absolute inset-y-0 w-px bg-ink"
            style={{ left: `${Math.min(100, (soft / limit) * 100)}%` }}
          />
        ) : null}
      </Base.Track>
    </Base.Root>
  );
}

type ProgressProps = {
  readonly label: string;
  /** 0 to 1; `null` = it goes on, nobody knows how long. */
  readonly value: number | null;
  readonly note?: ReactNode;
  readonly className?: string;
};

export function Progress({ label, value, note, className }: ProgressProps) {
  return (
    <BaseProgress.Root
      value={value === null ? null : Math.round(value * 100)}
      className={cx("grid grid-cols-[1fr_auto] items-baseline gap-x-3 gap-y-1 text-small", className)}
    >
      <BaseProgress.Label className="text-ink-muted">{label}</BaseProgress.Label>
      <span className="font-mono">{note ?? (value === null ? "" : `${Math.round(value * 100)} %`)}</span>
      <BaseProgress.Track className="col-span-2 h-1 overflow-hidden rounded-full bg-hover">
        <BaseProgress.Indicator className="rounded-full bg-running transition-[width] data-indeterminate:w-1/3 data-indeterminate:animate-breathe" />
      </BaseProgress.Track>
    </BaseProgress.Root>
  );
}
