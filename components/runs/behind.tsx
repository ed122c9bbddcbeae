"use client";
import { CloudOff } from "lucide-react";
import { Button } from "../ui";

type BehindProps = { readonly message: string; readonly onRetry: () => void };

/** The tree on screen is not followed any more, and why. It goes away once the tree is. */
export function Behind({ message, onRetry }: BehindProps) {
  return (
    <div
      data-testid="behind"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b bg-degraded-soft px-4 py-1.5 text-degraded-ink text-small"
    >
      <CloudOff aria-hidden className="size-3.5 shrink-0" />
      <span role="status">This tree is not followed any more; what is shown may be old. {message}</span>
      <Button size="small" onClick={onRetry}>
        Try now
      </Button>
    </div>
  );
}
