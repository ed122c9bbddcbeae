"use client";
import { ChevronsUpDown } from "lucide-react";
import type { ReactNode } from "react";
import { lazyPart, MissingPopup, OnDemand } from "../ui";

type Sibling = {
  readonly href: string;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly here?: boolean;
};

export type CrumbSwitcherProps = {
  readonly label: string;
  /** `null` while they are on their way. */
  readonly siblings: readonly Sibling[] | null;
  readonly onOpenChange?: (open: boolean) => void;
};

const CrumbSiblings = lazyPart(() => import("./crumb-siblings"), MissingPopup);

/** Beside a breadcrumb: other objects of the same kind. */
export function CrumbSwitcher({ label, siblings, onOpenChange }: CrumbSwitcherProps) {
  const trigger = (
    <button
      type="button"
      aria-label={label}
      title={label}
      className="flex size-6 shrink-0 items-center justify-center rounded-sm text-ink-faint hover:bg-hover hover:text-ink data-popup-open:bg-hover"
    >
      <ChevronsUpDown aria-hidden className="size-3.5" />
    </button>
  );
  return (
    <OnDemand
      trigger={trigger}
      opens="menu"
      ahead={CrumbSiblings.ahead}
      onWanted={() => onOpenChange?.(true)}
    >
      <CrumbSiblings trigger={trigger} siblings={siblings} {...(onOpenChange ? { onOpenChange } : {})} />
    </OnDemand>
  );
}
