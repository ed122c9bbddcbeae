import type { ReactNode } from "react";
import { Mark } from "../shell";

/** The frame of every page for people who are on their way in. */
export function EntryCard({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <main className="flex min-h-dvh items-start justify-center px-5 pt-[14dvh] pb-10">
      <div className="grid w-full max-w-sm gap-5">
        <header>
          <Mark className="size-8" />
          <h1 className="mt-4 font-semibold text-title tracking-tight">{title}</h1>
        </header>
        {children}
      </div>
    </main>
  );
}

export function Refused({ children }: { readonly children: ReactNode }) {
  return (
    <p role="alert" className="rounded bg-failed-soft px-3 py-2 text-failed-ink">
      {children}
    </p>
  );
}
