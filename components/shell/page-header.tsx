"use client";
import { ChevronRight, Menu, PanelLeft } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { useSpokenKeys } from "../keys";
import { Button, cx, Link } from "../ui";
import { ConnectionDot } from "./connection-dot";
import { usePageTitle } from "./page-title";
import { useShell } from "./shell";

export type Crumb = {
  readonly label: string;
  readonly href?: string;
  /** Goes to another object of the same kind: see `CrumbSwitcher`. */
  readonly switcher?: ReactNode;
};

type PageHeaderProps = { readonly crumbs: readonly Crumb[]; readonly actions?: ReactNode };

/** Top line of every page: where this is, the connection, the page's own actions. Names the tab, too. */
export function PageHeader({ crumbs, actions }: PageHeaderProps) {
  const { toggleSidebar, openMenu, waiting, bell } = useShell();
  const keys = useSpokenKeys("sidebar.toggle");
  usePageTitle(
    crumbs
      .map(({ label }) => label)
      .toReversed()
      .join(" · "),
    waiting,
  );
  return (
    <header className="flex h-11 shrink-0 items-center gap-2 border-b px-2 sm:pr-4">
      <Button look="quiet" size="icon" aria-label="Open menu" onClick={openMenu} className="md:hidden">
        <Menu aria-hidden />
      </Button>
      <Button
        look="quiet"
        size="icon"
        aria-label="Show or hide the sidebar"
        title={keys}
        onClick={toggleSidebar}
        className="hidden md:inline-flex"
      >
        <PanelLeft aria-hidden />
      </Button>
      <Crumbs crumbs={crumbs} />
      <ConnectionDot />
      {bell}
      {actions}
    </header>
  );
}

const isShort = (label: string) => label.length <= 6;

/** Where there is no room for all, those between give it up first: the last says what this page is. A short one has nothing to give. */
const between = (label: string) => (isShort(label) ? "shrink-0" : "min-w-12 shrink-[99]");
const last = (label: string) => (isShort(label) ? "shrink-0" : "min-w-0");

function Crumbs({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
  // On a narrow screen the first of many would leave no room for where this is; the menu leads there, too.
  const long = crumbs.length > 2;
  return (
    <nav aria-label="Breadcrumb" className="min-w-0 grow">
      <ol className="flex min-w-0 items-center gap-1">
        {crumbs.map(({ label, href, switcher }, index) => (
          <Fragment key={`${href ?? ""} ${label}`}>
            {index > 0 ? (
              <ChevronRight
                aria-hidden
                className={cx("size-3 shrink-0 text-ink-faint", long && index === 1 && "max-sm:hidden")}
              />
            ) : null}
            <li
              className={cx(
                "flex items-center gap-0.5",
                index === crumbs.length - 1 && last(label),
                long && index > 0 && index < crumbs.length - 1 && between(label),
                long && index === 0 && "max-sm:hidden",
              )}
            >
              {href ? (
                <Link href={href} className="truncate rounded-sm text-ink-muted hover:text-ink">
                  {label}
                </Link>
              ) : (
                <span aria-current="page" className="truncate font-medium">
                  {label}
                </span>
              )}
              {switcher}
            </li>
          </Fragment>
        ))}
      </ol>
    </nav>
  );
}
