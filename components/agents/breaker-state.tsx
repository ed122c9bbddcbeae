"use client";
import { Hand } from "lucide-react";
import type { BreakerSummary } from "#server/services/types-breakers";
import { Badge, ToneBadge, useNow } from "../ui";
import { nextText, STATE_MARK, STATE_WORD, standing } from "./model/breaker";

/** What holds of a breaker, whose word it is, and what comes next. What figures say stands beside what a person says. */
export function BreakerState({ breaker }: { readonly breaker: BreakerSummary }) {
  const now = useNow();
  const { state, forced } = standing(breaker, now);
  const next = now === 0 ? null : nextText(breaker, now);
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-1.5 gap-y-1" data-state={state}>
      <ToneBadge mark={STATE_MARK[state]}>{STATE_WORD[state]}</ToneBadge>
      {forced ? (
        <Badge title={breaker.forced ? `${breaker.forced.by}: ${breaker.forced.reason}` : undefined}>
          <Hand aria-hidden /> held by {breaker.forced?.by}
        </Badge>
      ) : null}
      <span className="text-ink-muted text-small">
        {forced && breaker.computed !== state
          ? `figures say ${STATE_WORD[breaker.computed].toLowerCase()}; `
          : ""}
        {next}
      </span>
    </span>
  );
}
