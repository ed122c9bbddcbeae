import type { ReactNode } from "react";
import { cx } from "./cx";

export function Kbd({ children, className }: { readonly children: ReactNode; readonly className?: string }) {
  return (
    <kbd
      className={cx(
        "inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-sm border border-line-strong bg-panel px-1 font-mono text-micro text-ink-muted",
        className,
      )}
    >
      {children}
    </kbd>
  );
}
