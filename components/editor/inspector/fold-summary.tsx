import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

/** The line that opens and closes a part of a form. It turns for its own part only: parts stand within parts. */
export function FoldSummary({ children }: { readonly children: ReactNode }) {
  return (
    <summary className="flex cursor-default select-none items-center gap-1.5 rounded-sm font-medium text-small">
      <ChevronRight
        aria-hidden
        className="size-3.5 text-ink-faint transition-transform [details[open]>summary>&]:rotate-90"
      />
      {children}
    </summary>
  );
}
