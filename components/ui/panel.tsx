"use client";
import { type ReactNode, useId } from "react";
import { cx } from "./cx";
import { ErrorBoundary } from "./error-boundary";
import { ErrorState } from "./states";

type PanelProps = {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** Asked before what broke is drawn again, such as the refetch of its data. */
  readonly onRetry?: () => void;
  /** Without inner padding, for tables and charts that go to the edge. */
  readonly flush?: boolean;
  readonly className?: string;
};

/** A part of a page with its own name, actions and errors: what breaks in it stays in it. */
export function Panel({ title, actions, children, onRetry, flush = false, className }: PanelProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={cx("flex min-w-0 flex-col rounded border", className)}>
      <header className="flex min-h-9 shrink-0 items-center gap-2 border-b px-pad">
        <h2 id={id} className="grow truncate font-medium text-ui">
          {title}
        </h2>
        {actions}
      </header>
      <div className={cx("min-h-0 grow", !flush && "p-pad")}>
        <ErrorBoundary
          fallback={(error, retry) => (
            <ErrorState
              title={`${title} could not be shown`}
              message={error.message}
              onRetry={() => {
                onRetry?.();
                retry();
              }}
            />
          )}
        >
          {children}
        </ErrorBoundary>
      </div>
    </section>
  );
}
