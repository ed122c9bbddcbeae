import type { ComponentProps } from "react";
import { cx } from "./cx";
import type { Tone } from "./tone";

const TONE: Readonly<Record<Tone, string>> = {
  queued: "border-transparent bg-queued-soft text-queued-ink",
  running: "border-transparent bg-running-soft text-running-ink",
  waiting: "border-transparent bg-waiting-soft text-waiting-ink",
  succeeded: "border-transparent bg-succeeded-soft text-succeeded-ink",
  failed: "border-transparent bg-failed-soft text-failed-ink",
  degraded: "border-transparent bg-degraded-soft text-degraded-ink",
};

type BadgeProps = ComponentProps<"span"> & {
  /** Colour is state: give it only to what has one, and put a glyph before its word. */
  readonly tone?: Tone | undefined;
};

export function Badge({ tone, className, ...props }: BadgeProps) {
  return (
    <span
      className={cx(
        "inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-sm border border-line bg-panel px-1.5 text-micro text-ink-muted [&_svg]:size-3",
        tone && TONE[tone],
        className,
      )}
      {...props}
    />
  );
}
