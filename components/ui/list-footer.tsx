import type { ReactNode } from "react";
import { Button } from "./button";
import { formatCount } from "./format";

type ListFooterProps = {
  readonly shown: number;
  /** What one entry is called: `["run", "runs"]`. */
  readonly noun: readonly [one: string, many: string];
  /** Present = there is more. */
  readonly onMore?: (() => void) | undefined;
  readonly busy?: boolean;
  readonly children?: ReactNode;
};

/** End of a list that is read by keyset: how much is here and whether more follows. No page numbers. */
export function ListFooter({ shown, noun, onMore, busy = false, children }: ListFooterProps) {
  return (
    <footer className="flex h-9 shrink-0 items-center gap-3 border-t px-3 text-ink-muted text-small">
      <span aria-live="polite">
        <span className="font-mono">{formatCount(shown)}</span> {shown === 1 ? noun[0] : noun[1]}
        {onMore ? " so far" : ""}
      </span>
      {onMore ? (
        <Button size="small" look="quiet" busy={busy} onClick={onMore}>
          Load more
        </Button>
      ) : null}
      {children}
    </footer>
  );
}
