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
        <div key={row} className={cx("flex h-row items-center gap-4 border-b px-cell", className)}>
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
      <h2 className="font-medium text-read">{title}</h2>
      <div className="max-w-[60ch] text-ink-muted text-ui">{children}</div>
      {action ? <div className="mt-2">{action}</div> : null}
    </div>
  );
}

type NeverHadProps = EmptyProps & {
  /** The real parts with made-up content, drawn faded and out of reach. */
  readonly preview: ReactNode;
};

/** Nothing has been here yet: what this will be, how to begin, and behind it what it will look like. */
export function NeverHad({ preview, ...words }: NeverHadProps) {
  return (
    <div className="relative min-h-72 overflow-hidden">
      <div
        aria-hidden
        inert
        className="pointer-events-none absolute inset-0 select-none opacity-35 [mask-image:linear-gradient(black,transparent_85%)]"
      >
        {preview}
      </div>
      <div className="relative flex justify-center px-4 pt-14 pb-8">
        <div className="rounded-lg border bg-raised px-2 shadow-float [&>div]:py-6">
          <EmptyState {...words} />
        </div>
      </div>
    </div>
  );
}

type NoMatchProps = {
  readonly noun: string;
  readonly onClear: () => void;
  readonly children?: ReactNode;
};

/** There is something, but the filters leave nothing of it. */
export function NoMatch({ noun, onClear, children }: NoMatchProps) {
  return (
    <EmptyState title={`No ${noun} matches`} action={<Button onClick={onClear}>Clear filters</Button>}>
      {children ?? "Everything that is here is filtered out."}
    </EmptyState>
  );
}

type AgedOutProps = {
  readonly noun: string;
  /** How long such things are kept, as in `14 days`. */
  readonly kept: string;
  readonly action?: ReactNode;
};

/** There was something, and retention has removed it. */
export function AgedOut({ noun, kept, action }: AgedOutProps) {
  return (
    <EmptyState title={`These ${noun} are no longer kept`} action={action}>
      This workspace keeps {noun} for {kept}. What is older was removed; nothing is broken.
    </EmptyState>
  );
}

type ErrorProps = {
  readonly title: string;
  readonly message: string;
  readonly onRetry?: () => void;
  /** To be given to whoever reads the server's log. */
  readonly requestId?: string | undefined;
};

export function ErrorState({ title, message, onRetry, requestId }: ErrorProps) {
  return (
    <div role="alert" className="flex flex-col items-start gap-2 px-4 py-10 sm:items-center sm:text-center">
      <h2 className="font-medium text-failed-ink text-read">{title}</h2>
      <p className="max-w-[60ch] break-words text-ink-muted text-ui">{message}</p>
      {requestId ? (
        <p className="text-ink-faint text-small">
          Request <code className="font-mono">{requestId}</code>
        </p>
      ) : null}
      {onRetry ? (
        <Button onClick={onRetry} className="mt-2">
          <RotateCw aria-hidden /> Try again
        </Button>
      ) : null}
    </div>
  );
}
