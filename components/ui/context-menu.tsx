"use client";
import { ContextMenu as BaseContext } from "@base-ui/react/context-menu";
import type { ReactElement } from "react";
import { cx } from "./cx";
import type { MenuEntry } from "./menu";
import { Entries } from "./menu-popup";
import { POPUP } from "./surface";

type ContextMenuProps = {
  readonly children: ReactElement;
  readonly items: readonly MenuEntry[];
  readonly onOpenChange?: (open: boolean) => void;
};

/** The same menu at the pointer. Whatever it offers must be reachable by another way too. */
export function ContextMenu({ children, items, onOpenChange }: ContextMenuProps) {
  return (
    <BaseContext.Root onOpenChange={(open) => onOpenChange?.(open)}>
      <BaseContext.Trigger render={children} />
      <BaseContext.Portal>
        <BaseContext.Positioner className="z-50">
          <BaseContext.Popup className={cx(POPUP, "max-h-(--available-height) min-w-44 overflow-y-auto p-1")}>
            <Entries items={items} />
          </BaseContext.Popup>
        </BaseContext.Positioner>
      </BaseContext.Portal>
    </BaseContext.Root>
  );
}
