"use client";
import { Tooltip } from "@base-ui/react/tooltip";
import type { ReactNode } from "react";
import { useNow, useToday } from "./clock";
import { copyText } from "./copy-text";
import { cx } from "./cx";
import { formatAgo, formatDuration, formatElapsed } from "./format";
import { formatAbsolute, formatClock } from "./instant";
import { timeTip } from "./time-tip";
import { toast } from "./toast";
import { useZone } from "./zone";

type Instant = string | number;
type TimeProps = { readonly at: Instant; readonly className?: string | undefined };

const DAY = 24 * 3_600_000;

/** Relative below a day, then the date with its zone. */
export function Ago({ at, className }: TimeProps) {
  const now = useNow();
  const { zone } = useZone();
  const instant = new Date(at).getTime();
  const text =
    now === 0 ? "" : now - instant < DAY ? formatAgo(instant, now) : formatAbsolute(instant, zone, now);
  // Lists have one on every line: a tab stop on each would bury what is to be reached.
  return (
    <Shown at={instant} className={className} tabIndex={-1}>
      {text}
    </Shown>
  );
}

/** Date and time with the zone; for audit and records, where a relative time would drift. */
export function Absolute({ at, className }: TimeProps) {
  const now = useNow(false);
  const { zone } = useZone();
  const instant = new Date(at).getTime();
  return (
    <Shown at={instant} className={className}>
      {formatAbsolute(instant, zone, now || instant)}
    </Shown>
  );
}

/** Time of day to the millisecond, with the zone, and with the date where it is not today's. */
export function Instant({ at }: { readonly at: Instant }) {
  const { zone } = useZone();
  const today = useToday();
  const instant = new Date(at).getTime();
  return (
    <Shown at={instant} className="font-mono">
      {formatClock(instant, zone, today || instant)}
    </Shown>
  );
}

type ShownProps = {
  readonly at: number;
  readonly className: string | undefined;
  readonly children: ReactNode;
  readonly tabIndex?: number;
};

/** Hover tells both zones and the ISO form; a click copies the latter. */
function Shown({ at, className, children, tabIndex }: ShownProps) {
  const iso = new Date(at).toISOString();
  const copy = () => {
    void copyText(iso, "time").then((done) => done && toast.success("Time copied", { description: iso }));
  };
  return (
    <Tooltip.Trigger
      handle={timeTip}
      payload={at}
      tabIndex={tabIndex}
      onClick={copy}
      className={cx("relative z-[1] whitespace-nowrap rounded-sm text-left", className)}
    >
      <time dateTime={iso} suppressHydrationWarning>
        {children}
      </time>
    </Tooltip.Trigger>
  );
}

type DurationProps = { readonly from: Instant; readonly to: Instant | null; readonly className?: string };

/** Ticks once a second until `to` is known. */
export function Duration({ from, to, className }: DurationProps) {
  const now = useNow(to === null);
  const start = new Date(from).getTime();
  const text =
    to === null
      ? now === 0
        ? ""
        : formatElapsed(now - start)
      : formatDuration(new Date(to).getTime() - start);
  return (
    <span className={cx("whitespace-nowrap font-mono tabular-nums", className)} suppressHydrationWarning>
      <Figures text={text} />
    </span>
  );
}

/** A span of time that is known as such. */
export function Span({ ms, className }: { readonly ms: number; readonly className?: string }) {
  return (
    <span className={cx("whitespace-nowrap font-mono tabular-nums", className)}>
      <Figures text={formatDuration(ms)} />
    </span>
  );
}

/** The unit stands back: `1.24 s` is a number first. Composite spans such as `3m 07s` stay as they are. */
function Figures({ text }: { readonly text: string }) {
  const [figure, unit] = text.split(" ");
  if (unit !== "s" && unit !== "ms") return text;
  return (
    <>
      {figure}
      <span className="ml-[0.3em] inline-block w-[1.3em] text-left font-sans text-ink-faint">{unit}</span>
    </>
  );
}
