"use client";
import { Radio } from "lucide-react";
import type { Moment } from "#server/engine/live/moments";
import { Button, formatDuration, Instant } from "../ui";

type MomentTextProps = {
  readonly at: number;
  /** How long after the start. */
  readonly since: number;
  readonly happened: Moment | undefined;
  readonly loading: boolean;
  readonly live: boolean;
  readonly onBack: () => void;
};

/** Which moment the page shows, and the way back. */
export function MomentText({ at, since, happened, loading, live, onBack }: MomentTextProps) {
  return (
    <span className="flex min-w-0 shrink-0 items-center gap-2 pl-1 text-small">
      <span role="status" data-testid="as-it-was" className="flex min-w-0 items-baseline gap-x-1.5">
        <span className="max-lg:sr-only">{loading ? "Looking up" : "As it was at"}</span>
        <Instant at={at} />
        <span className="font-mono text-ink-muted max-lg:hidden">+{formatDuration(since)}</span>
        {happened ? (
          <span className="max-w-56 truncate font-medium max-xl:hidden" title={happened.text}>
            {happened.text}
          </span>
        ) : null}
      </span>
      <Button size="small" onClick={onBack}>
        <Radio aria-hidden />{" "}
        <span className="max-sm:sr-only">{live ? "Back to live" : "Back to the end"}</span>
      </Button>
    </span>
  );
}
