"use client";
import { CloudOff } from "lucide-react";
import { formatElapsed, useNow } from "../ui";
import type { Trouble } from "./model/outage";

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

const WORDS: Readonly<Record<Trouble, string>> = {
  offline: "This browser is offline",
  silent: "Banyan does not answer",
};

const BACK: Readonly<Record<Trouble, string>> = {
  offline: "the network is back",
  silent: "it answers again",
};

type OutageProps = {
  readonly trouble: Trouble;
  readonly since: number;
  /** What is edited on the page is kept, and saved afterwards. */
  readonly editing: boolean;
};

/** Says that the page shows an old state, and how old, or what becomes of edits; goes away by itself. */
export function OutageBanner({ trouble, since, editing }: OutageProps) {
  const now = useNow();
  const clock = <span className="font-mono">{CLOCK.format(since)}</span>;
  return (
    <div
      data-testid="outage"
      className="flex shrink-0 flex-wrap items-center gap-x-2 border-b bg-degraded-soft px-4 py-1.5 text-degraded-ink text-small"
    >
      <CloudOff aria-hidden className="size-3.5 shrink-0" />
      {editing ? (
        <span role="status">
          {WORDS[trouble]}, since {clock}. What you edit is kept on this page, and saved by itself as soon as{" "}
          {BACK[trouble]}.
        </span>
      ) : (
        <>
          <span role="status">
            {WORDS[trouble]}; showing the state of {clock}.
          </span>
          <span>{formatElapsed(now - since)} old. It catches up by itself.</span>
        </>
      )}
    </div>
  );
}
