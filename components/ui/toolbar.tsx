"use client";
import { Toolbar as Base } from "@base-ui/react/toolbar";
import type { ReactNode } from "react";
import { cx } from "./cx";

type ToolbarProps = { readonly label: string; readonly children: ReactNode; readonly className?: string };

/** A line of actions over what they act on; wraps where it must. */
export function Toolbar({ label, children, className }: ToolbarProps) {
  return (
    <Base.Root
      aria-label={label}
      className={cx("flex shrink-0 flex-wrap items-center gap-1.5 border-b px-3 py-1.5", className)}
    >
      {children}
    </Base.Root>
  );
}

/** A button of a toolbar: one tab stop for all of them, arrows go between. */
export const ToolbarButton = Base.Button;

export function ToolbarGap() {
  return <span className="grow" />;
}
