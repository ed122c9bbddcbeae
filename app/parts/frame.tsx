"use client";
import type { ReactNode } from "react";
import { cx } from "@/components/ui";

type SectionProps = { readonly id: string; readonly title: string; readonly children: ReactNode };

export function Section({ id, title, children }: SectionProps) {
  return (
    <section
      aria-labelledby={id}
      className="scroll-mt-14 border-b px-4 py-8 sm:px-8"
      data-testid={`parts-${id}`}
    >
      <h2 id={id} className="mb-5 scroll-mt-16 font-semibold text-read">
        {title}
      </h2>
      <div className="grid gap-x-8 gap-y-7 lg:grid-cols-2">{children}</div>
    </section>
  );
}

type ShowProps = {
  readonly title: string;
  readonly children: ReactNode;
  readonly wide?: boolean;
  readonly row?: boolean;
};

/** One part with its name. */
export function Show({ title, children, wide = false, row = false }: ShowProps) {
  return (
    <div className={cx("min-w-0", wide && "lg:col-span-2")}>
      <h3 className="mb-2 text-ink-faint text-micro">{title}</h3>
      <div className={cx(row && "flex flex-wrap items-center gap-2")}>{children}</div>
    </div>
  );
}
