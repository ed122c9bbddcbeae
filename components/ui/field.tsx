import type { ComponentProps } from "react";
import { cx } from "./cx";

const box =
  "w-full rounded border border-line-strong bg-raised px-2.5 text-ui text-ink placeholder:text-ink-faint transition-colors hover:border-ink-faint/60 focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 aria-invalid:border-failed disabled:opacity-50";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cx(box, "h-8", className)} {...props} />;
}

export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return <textarea className={cx(box, "min-h-20 resize-y py-1.5", className)} {...props} />;
}
