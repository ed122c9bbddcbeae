import type { Status as StatusName } from "#server/engine/live/wire";
import { cx } from "./cx";
import { STATUS_WORD, type Tone, toneOf } from "./tone";

/** Class that colours text or fill; written out so that Tailwind finds them. */
export const FILL: Readonly<Record<Tone, string>> = {
  queued: "text-queued",
  running: "text-running",
  waiting: "text-waiting",
  succeeded: "text-succeeded",
  failed: "text-failed",
  degraded: "text-degraded",
};

const WORD: Readonly<Record<Tone, string>> = {
  queued: "text-queued-ink",
  running: "text-running-ink",
  waiting: "text-waiting-ink",
  succeeded: "text-succeeded-ink",
  failed: "text-failed-ink",
  degraded: "text-degraded-ink",
};

const MARK = {
  fill: "none",
  stroke: "var(--ground)",
  strokeWidth: 1.6,
  strokeLinecap: "round",
  strokeLinejoin: "round",
} as const;
const RING = { cx: 7, cy: 7, fill: "none", stroke: "currentColor", strokeWidth: 1.6 } as const;

function Shape({ status }: { readonly status: StatusName }) {
  switch (status) {
    case "queued":
      return <circle {...RING} r="5" strokeDasharray="2.2 1.7" />;
    case "running":
      return (
        <>
          <circle {...RING} r="5" opacity="0.28" />
          <path
            className="animate-turn"
            d="M7 2a5 5 0 0 1 5 5"
            {...RING}
            strokeLinecap="round"
            style={{ transformOrigin: "7px 7px", transformBox: "view-box" }}
          />
        </>
      );
    case "waiting":
      return <path d="M7 1.6 12.4 7 7 12.4 1.6 7Z" {...RING} strokeLinejoin="round" />;
    case "paused":
      return (
        <>
          <circle cx="7" cy="7" r="5.8" fill="currentColor" />
          <path d="M5.6 4.9v4.2M8.4 4.9v4.2" {...MARK} />
        </>
      );
    case "succeeded":
      return (
        <>
          <circle cx="7" cy="7" r="5.8" fill="currentColor" />
          <path d="m4.5 7.2 1.8 1.8 3.3-3.7" {...MARK} />
        </>
      );
    case "failed":
      return (
        <>
          <circle cx="7" cy="7" r="5.8" fill="currentColor" />
          <path d="m5 5 4 4m0-4-4 4" {...MARK} />
        </>
      );
    case "cancelled":
      return (
        <>
          <circle {...RING} r="5" />
          <path d="M4.8 7h4.4" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
        </>
      );
    case "needs_attention":
      return (
        <>
          <path d="M7 1.4 13 12H1Z" fill="currentColor" strokeLinejoin="round" />
          <path d="M7 5.4v2.9M7 10.2v.1" {...MARK} />
        </>
      );
  }
}

/** Shape and colour of a state; its word must stand near it. */
export function StatusGlyph({
  status,
  className,
}: {
  readonly status: StatusName;
  readonly className?: string;
}) {
  return (
    <svg aria-hidden viewBox="0 0 14 14" className={cx("size-3.5 shrink-0", FILL[toneOf(status)], className)}>
      <Shape status={status} />
    </svg>
  );
}

/** Glyph and word. */
export function Status({
  status,
  className,
  ...props
}: {
  readonly status: StatusName;
  readonly className?: string;
  readonly "data-testid"?: string;
}) {
  return (
    <span
      className={cx(
        "inline-flex items-center gap-1.5 whitespace-nowrap text-small font-medium",
        WORD[toneOf(status)],
        className,
      )}
      data-status={status}
      {...props}
    >
      <StatusGlyph status={status} />
      {STATUS_WORD[status]}
    </span>
  );
}
