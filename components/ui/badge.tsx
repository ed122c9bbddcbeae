import type { ComponentProps } from "react";
import { cx } from "./cx";

export function Badge({ className, ...props }: ComponentProps<"span">) {
  return (
    <span
      className={cx(
        "inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-sm border border-line bg-panel px-1.5 text-micro text-ink-muted",
        className,
      )}
      {...props}
    />
  );
}
