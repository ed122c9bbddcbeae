import { ArrowLeftRight, Repeat } from "lucide-react";
import type { CallBadge } from "../model/call-badges";

/** That a node comes back to this workflow: how, how deep that may go, and what stands before it. */
export function CallMark({ badge }: { readonly badge: CallBadge }) {
  const { back, depth, guards } = badge;
  if (back === null) return null;
  const Icon = back === "self" ? Repeat : ArrowLeftRight;
  const how = back === "self" ? "calls itself" : "comes back through others";
  const guarded = guards.length > 0 ? `only ${guards.join(", ")}` : "without a guard";
  return (
    <span
      data-testid="call-mark"
      title={`${how}, at most ${depth} levels deep, ${guarded}`}
      className="absolute -top-2.5 left-3 flex max-w-[calc(100%-4rem)] items-center gap-1 rounded-sm border border-accent/50 bg-panel px-1 font-mono text-accent-ink text-micro"
    >
      <Icon aria-hidden className="size-3 shrink-0" />
      <span className="shrink-0">≤ {depth}</span>
      {guards.length > 0 ? (
        <span aria-hidden className="min-w-0 truncate text-ink-muted">
          {guards[0]}
        </span>
      ) : null}
      <span className="sr-only">
        levels deep, {how}, {guarded}
      </span>
    </span>
  );
}
