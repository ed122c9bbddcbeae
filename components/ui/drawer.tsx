"use client";
import { Drawer as Base } from "@base-ui/react/drawer";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button";
import { cx } from "./cx";

type DrawerProps = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  readonly className?: string;
};

/** Details beside the page, from the right; on narrow screens it takes the width. A swipe to the right closes it. */
export function Drawer({ open, onOpenChange, title, description, children, footer, className }: DrawerProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange} swipeDirection="right">
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-(--scrim) opacity-[calc(1-var(--drawer-swipe-progress))] transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0 data-swiping:transition-none" />
        <Base.Viewport className="fixed inset-0 z-50 flex justify-end">
          <Base.Popup
            className={cx(
              "flex h-full w-full transform-[translateX(var(--drawer-swipe-movement-x))] flex-col bg-ground shadow-float outline-none transition-transform duration-150 ease-out data-swiping:transition-none data-ending-style:transform-[translateX(100%)] data-starting-style:transform-[translateX(100%)] sm:max-w-md",
              className,
            )}
          >
            <header className="flex shrink-0 items-start justify-between gap-4 border-b px-4 pt-3 pb-2.5">
              <div className="min-w-0">
                <Base.Title className="font-semibold text-read">{title}</Base.Title>
                {description ? (
                  <Base.Description className="text-ink-muted text-small">{description}</Base.Description>
                ) : null}
              </div>
              <Base.Close render={<Button look="quiet" size="icon" aria-label="Close" className="-mr-1.5" />}>
                <X aria-hidden />
              </Base.Close>
            </header>
            <Base.Content className="min-h-0 grow overflow-y-auto p-4">{children}</Base.Content>
            {footer ? (
              <footer className="flex shrink-0 justify-end gap-2 border-t bg-panel px-4 py-3">
                {footer}
              </footer>
            ) : null}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
