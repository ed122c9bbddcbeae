"use client";
import { ContextMenu as BaseContext } from "@base-ui/react/context-menu";
import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import { Fragment, type ReactElement, type ReactNode } from "react";
import { cx } from "./cx";
import { Kbd } from "./kbd";
import { ITEM, POPUP } from "./surface";

export type MenuItem = {
  readonly label: string;
  readonly onSelect: () => void;
  readonly icon?: ReactNode;
  /** Keys that do the same without the menu, such as `["⌘", "D"]`. */
  readonly keys?: readonly string[];
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** Present = the item is a tick that goes on and off; the menu then stays open. */
  readonly checked?: boolean;
};

/** Items, `"-"` for a line between them, or a group with a heading. */
export type MenuEntry = MenuItem | "-" | { readonly group: string; readonly items: readonly MenuItem[] };

type MenuProps = {
  readonly trigger: ReactElement;
  readonly items: readonly MenuEntry[];
  readonly align?: "start" | "end";
};

export function Menu({ trigger, items, align = "start" }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align={align} className="z-50">
          <Base.Popup className={cx(POPUP, "min-w-44 p-1")}>
            <Entries items={items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

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

function Entries({ items }: { readonly items: readonly MenuEntry[] }) {
  return items.map((entry, index) => {
    if (entry === "-") {
      // biome-ignore lint/suspicious/noArrayIndexKey: a line has nothing but its place
      return <Base.Separator key={index} className="mx-1 my-1 h-px bg-line" />;
    }
    if (!("group" in entry)) return <Entry key={entry.label} item={entry} />;
    return (
      <Base.Group key={entry.group}>
        <Base.GroupLabel className="px-2 pt-1.5 pb-0.5 text-ink-faint text-micro">
          {entry.group}
        </Base.GroupLabel>
        {entry.items.map((item) => (
          <Entry key={item.label} item={item} />
        ))}
      </Base.Group>
    );
  });
}

function Entry({ item }: { readonly item: MenuItem }) {
  const { label, icon, keys = [], danger = false, disabled = false, checked, onSelect } = item;
  const inner = (
    <>
      {icon ? <span className="text-ink-muted">{icon}</span> : null}
      <span className="grow">{label}</span>
      {keys.length > 0 ? (
        <span className="flex gap-0.5 pl-4">
          {keys.map((key) => (
            <Fragment key={key}>
              <Kbd>{key}</Kbd>
            </Fragment>
          ))}
        </span>
      ) : null}
    </>
  );
  const look = cx(ITEM, danger && "text-failed-ink data-highlighted:bg-failed-soft");
  if (checked === undefined)
    return (
      <Base.Item className={look} disabled={disabled} onClick={onSelect}>
        {inner}
      </Base.Item>
    );
  return (
    <Base.CheckboxItem className={look} disabled={disabled} checked={checked} onCheckedChange={onSelect}>
      <span className="flex size-3.5 items-center">
        <Base.CheckboxItemIndicator>
          <Check aria-hidden />
        </Base.CheckboxItemIndicator>
      </span>
      {inner}
    </Base.CheckboxItem>
  );
}
