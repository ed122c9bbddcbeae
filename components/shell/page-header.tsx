"use client";
import { ChevronRight, Menu, PanelLeft } from "lucide-react";
import Link from "next/link";
import { Fragment, type ReactNode } from "react";
import { Button, useModKey } from "../ui";
import { ConnectionDot } from "./connection-dot";
import { useShell } from "./shell";

export type Crumb = { readonly label: string; readonly href?: string };

/** Top line of every page: where this is, the connection, the page's own actions. */
export function PageHeader({
  crumbs,
  actions,
}: {
  readonly crumbs: readonly Crumb[];
  readonly actions?: ReactNode;
}) {
  const { toggleSidebar, openMenu } = useShell();
  const mod = useModKey();
  return (
    <header className="flex h-11 shrink-0 items-center gap-2 border-b px-2 sm:pr-4">
      <Button look="quiet" size="icon" aria-label="Open menu" onClick={openMenu} className="md:hidden">
        <Menu aria-hidden />
      </Button>
      <Button
        look="quiet"
        size="icon"
        aria-label="Show or hide the sidebar"
        title={`${mod} B`}
        onClick={toggleSidebar}
        className="hidden md:inline-flex"
      >
        <PanelLeft aria-hidden />
      </Button>
      <nav aria-label="Breadcrumb" className="min-w-0 grow">
        <ol className="flex min-w-0 items-center gap-1">
          {crumbs.map((crumb, index) => (
            <Fragment key={crumb.label}>
              {index > 0 ? <ChevronRight aria-hidden className="size-3 shrink-0 text-ink-faint" /> : null}
              <li className="truncate">
                {crumb.href ? (
                  <Link href={crumb.href} className="rounded-sm text-ink-muted hover:text-ink">
                    {crumb.label}
                  </Link>
                ) : (
                  <span aria-current="page" className="font-medium">
                    {crumb.label}
                  </span>
                )}
              </li>
            </Fragment>
          ))}
        </ol>
      </nav>
      <ConnectionDot />
      {actions}
    </header>
  );
}
