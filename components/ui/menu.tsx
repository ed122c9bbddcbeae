"use client";
import type { ReactElement, ReactNode } from "react";
import { lazyPart } from "./lazy-part";
import { MissingPopup } from "./missing-popup";
import { OnDemand } from "./on-demand";

export type MenuItem = {
  readonly label: string;
  readonly onSelect: () => void;
  readonly icon?: ReactNode;
  /** Keys that do the same without the menu, such as `["⌘", "D"]`. */
  readonly keys?: readonly string[];
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** A second line, such as why it is not possible. */
  readonly note?: string;
  /** Present = the item is a tick that goes on and off; the menu then stays open. */
  readonly checked?: boolean;
};

/** Items, `"-"` for a line between them, or a group with a heading. */
export type MenuEntry = MenuItem | "-" | { readonly group: string; readonly items: readonly MenuItem[] };

export type MenuProps = {
  readonly trigger: ReactElement;
  readonly items: readonly MenuEntry[];
  readonly align?: "start" | "end";
  readonly onOpenChange?: (open: boolean) => void;
};

const MenuPopup = lazyPart(() => import("./menu-popup"), MissingPopup);

/** A button that offers actions. */
export function Menu(props: MenuProps) {
  return (
    <OnDemand
      trigger={props.trigger}
      opens="menu"
      ahead={MenuPopup.ahead}
      {...(props.onOpenChange ? { onWanted: () => props.onOpenChange?.(true) } : {})}
    >
      <MenuPopup {...props} />
    </OnDemand>
  );
}
