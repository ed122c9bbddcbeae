"use client";
import { useNow } from "./clock";
import { cx } from "./cx";
import { formatAgo, formatDuration, formatElapsed, formatInstant } from "./format";

type Instant = string | number;

/** Relative below a day, then the date; the exact instant is in the title. */
export function Ago({ at, className }: { readonly at: Instant; readonly className?: string }) {
  const now = useNow();
  const instant = new Date(at);
  return (
    <time
      dateTime={instant.toISOString()}
      title={instant.toISOString()}
      className={className}
      suppressHydrationWarning
    >
      {now === 0 ? "" : formatAgo(instant.getTime(), now)}
    </time>
  );
}

/** Time of day to the millisecond. */
export function Instant({ at }: { readonly at: Instant }) {
  const instant = new Date(at);
  return (
    <time
      dateTime={instant.toISOString()}
      title={instant.toISOString()}
      className="font-mono"
      suppressHydrationWarning
    >
      {formatInstant(instant.getTime())}
    </time>
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
