"use client";
import { type LiveConnection, useConnection } from "../providers";
import { cx, Tooltip } from "../ui";

const LOOK: Readonly<
  Record<LiveConnection, { readonly word: string; readonly dot: string; readonly text: string }>
> = {
  connecting: {
    word: "Connecting",
    dot: "bg-ink-faint animate-breathe",
    text: "Opening the live connection.",
  },
  live: { word: "Live", dot: "bg-succeeded", text: "Changes arrive as they happen." },
  reconnecting: {
    word: "Reconnecting",
    dot: "bg-degraded animate-breathe",
    text: "The connection is lost. What you see is the last known state; it catches up by itself.",
  },
  stale: {
    word: "Stale",
    dot: "bg-failed",
    text: "Nothing was heard for more than 5 seconds. What you see may be old.",
  },
};

export function ConnectionDot() {
  const connection = useConnection();
  const { word, dot, text } = LOOK[connection];
  return (
    <Tooltip text={text}>
      <button
        type="button"
        data-testid="connection"
        data-connection={connection}
        className="inline-flex h-6 cursor-default items-center gap-1.5 rounded-sm px-1 text-small text-ink-muted"
      >
        <span aria-hidden className={cx("size-1.5 rounded-full", dot)} />
        <span className={cx(connection === "live" && "max-sm:sr-only")}>{word}</span>
      </button>
    </Tooltip>
  );
}
