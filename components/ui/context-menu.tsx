"use client";
import { ContextMenu as BaseContext } from "@base-ui/react/context-menu";
import type { ReactElement } from "react";
import { cx } from "./cx";
import type { MenuEntry } from "./menu";
import { Entries } from "./menu-popup";
import { POPUP } from "./surface";

type ContextMenuProps = { readonly children: ReactElement; readonly items: readonly MenuEntry[] };

/** The same menu at the pointer. Whatever it offers must be reachable by another way too. */
export function ContextMenu({ children, items }: ContextMenuProps) {
  return (
    <BaseContext.Root>
      <BaseContext.Trigger render={children} />
      <BaseContext.Portal>
        <BaseContext.Positioner className="z-50">
          <BaseContext.Popup className={cx(POPUP, "min-w-44 p-1")}>
            <Entries items={items} />
          </BaseContext.Popup>
        </BaseContext.Positioner>
      </BaseContext.Portal>
    </BaseContext.Root>
  );
}
