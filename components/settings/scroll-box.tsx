import type { ReactNode } from "react";

type ScrollBoxProps = { readonly label: string; readonly children: ReactNode };

/** What is wider than the page scrolls by itself, by keyboard, too. */
export function ScrollBox({ label, children }: ScrollBoxProps) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      // Relative: what is only for screen readers would else stand outside and widen the page.
      className="relative overflow-x-auto"
    >
      {children}
    </section>
  );
}
