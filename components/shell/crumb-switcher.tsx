"use client";
import { Menu } from "@base-ui/react/menu";
import { ChevronsUpDown } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { cx } from "../ui";

type Sibling = {
  readonly href: string;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly here?: boolean;
};

type CrumbSwitcherProps = {
  readonly label: string;
  /** `null` while they are on their way. */
  readonly siblings: readonly Sibling[] | null;
  readonly onOpenChange?: (open: boolean) => void;
};

/** Beside a breadcrumb: other objects of the same kind. */
export function CrumbSwitcher({ label, siblings, onOpenChange }: CrumbSwitcherProps) {
  return (
    <Menu.Root onOpenChange={(open) => onOpenChange?.(open)}>
      <Menu.Trigger
        aria-label={label}
        title={label}
        className="flex size-6 shrink-0 items-center justify-center rounded-sm text-ink-faint hover:bg-hover hover:text-ink data-popup-open:bg-hover"
      >
        <ChevronsUpDown aria-hidden className="size-3.5" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="start" sideOffset={4} className="z-50">
          <Menu.Popup className="max-h-96 w-72 animate-appear overflow-y-auto rounded-lg bg-raised p-1 shadow-float outline-none">
            {siblings?.map(({ href, label: name, hint, here }) => (
              <Menu.Item
                key={href}
                render={<Link href={href} aria-current={here ? "page" : undefined} />}
                className={cx(
                  "flex h-8 items-center gap-2 rounded-sm px-2 outline-none data-highlighted:bg-hover",
                  here && "font-medium",
                )}
              >
                <span className="min-w-0 grow truncate">{name}</span>
                {hint}
              </Menu.Item>
            ))}
            {siblings?.length === 0 ? <p className="px-2 py-1.5 text-ink-muted">There is no other.</p> : null}
            {siblings === null ? <p className="px-2 py-1.5 text-ink-muted">Loading…</p> : null}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
