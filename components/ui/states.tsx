"use client";
import { RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button";
import { cx } from "./cx";

/** A grey block in the place of what comes. Appears after 200 ms only. */
export function Skeleton({ className }: { readonly className?: string }) {
  return (
    <div
      aria-hidden
      className={cx("animate-breathe rounded-sm bg-hover [animation-delay:200ms]", className)}
    />
  );
}

export function SkeletonRows({ rows, className }: { readonly rows: number; readonly className?: string }) {
  return (
    <div role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move
        <div key={row} className={cx("flex h-9 items-center gap-4 border-b px-3", className)}>
          <Skeleton className="size-3.5 rounded-full" />
          <Skeleton className="h-3 w-40" />
          <Skeleton className="h-3 grow" />
          <Skeleton className="h-3 w-16" />
        </div>
      ))}
    </div>
  );
}

type EmptyProps = { readonly title: string; readonly children: ReactNode; readonly action?: ReactNode };

export function EmptyState({ title, children, action }: EmptyProps) {
  return (
    <div className="flex flex-col items-start gap-2 px-4 py-10 sm:items-center sm:text-center">
      <h2 className="text-read font-medium">{title}</h2>
      <div className="max-w-[60ch] text-ui text-ink-muted">{children}</div>
      {action ? <div className="mt-2">{action}</div> : null}
    </div>
  );
}

type ErrorProps = { readonly title: string; readonly message: string; readonly onRetry?: () => void };

export function ErrorState({ title, message, onRetry }: ErrorProps) {
  return (
    <div role="alert" className="flex flex-col items-start gap-2 px-4 py-10 sm:items-center sm:text-center">
      <h2 className="text-read font-medium text-failed-ink">{title}</h2>
      <p className="max-w-[60ch] text-ui text-ink-muted">{message}</p>
      {onRetry ? (
        <Button onClick={onRetry} className="mt-2">
          <RotateCw aria-hidden /> Try again
        </Button>
      ) : null}
    </div>
  );
}
