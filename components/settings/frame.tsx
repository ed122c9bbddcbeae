"use client";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef } from "react";
import { useTRPC } from "../providers";
import { PageHeader } from "../shell";
import { cx, Link } from "../ui";
import { reaches, SECTIONS, type SectionId } from "./model/places";

type FrameProps = { readonly section: SectionId; readonly children: ReactNode };

/** The list of settings beside the one that is open. */
export function SettingsFrame({ section, children }: FrameProps) {
  const label = SECTIONS.find(({ id }) => id === section)?.label ?? "";
  return (
    <>
      <PageHeader crumbs={[{ label: "Settings", href: "/settings/account" }, { label }]} />
      <div className="flex min-h-0 grow flex-col md:flex-row">
        <SectionList section={section} />
        <section
          aria-label={label}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="min-h-0 min-w-0 grow overflow-y-auto"
          data-testid={`settings-${section}`}
        >
          <div className="grid max-w-5xl grid-cols-[minmax(0,1fr)] gap-4 p-4">
            <h1 className="font-semibold text-title tracking-tight">{label}</h1>
            {children}
          </div>
        </section>
      </div>
    </>
  );
}

function SectionList({ section }: { readonly section: SectionId }) {
  const role = useQuery(useTRPC().session.current.queryOptions()).data?.role ?? "viewer";
  const shown = SECTIONS.filter(({ id, least }) => id === section || reaches(role, least));
  const current = useRef<HTMLAnchorElement>(null);
  // On a narrow screen the list is wider than the page.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each section has another place in it, and what the role adds moves them
  useEffect(() => {
    // Newer browsers answer with a promise, which is no way to clean up.
    current.current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [section, shown.length]);
  return (
    <nav
      aria-label="Settings"
      className="flex shrink-0 gap-0.5 overflow-x-auto border-b p-2 md:w-44 md:flex-col md:overflow-x-visible md:border-r md:border-b-0"
    >
      {shown.map(({ id, label }) => (
        <Link
          key={id}
          ref={id === section ? current : undefined}
          href={`/settings/${id}`}
          aria-current={id === section ? "page" : undefined}
          className={cx(
            "flex h-8 shrink-0 items-center rounded px-2 text-ink-muted hover:bg-hover hover:text-ink",
            id === section && "bg-hover font-medium text-ink",
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
