"use client";
import { Popover as Base } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";
import { cx } from "./cx";
import { POPUP } from "./surface";

type PopoverProps = {
  readonly trigger: ReactElement;
  readonly title: string;
  readonly children: ReactNode;
  readonly align?: "start" | "center" | "end";
  readonly className?: string;
};

/** A few controls or words beside what opened them. */
export function Popover({ trigger, title, children, align = "start", className }: PopoverProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align={align} className="z-50">
          <Base.Popup className={cx(POPUP, "w-72 max-w-(--available-width) p-pad", className)}>
            <Base.Title className="mb-2 font-medium">{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
