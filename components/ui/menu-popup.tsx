"use client";
import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import { Fragment } from "react";
import { cx } from "./cx";
import { Kbd } from "./kbd";
import type { MenuEntry, MenuItem, MenuProps } from "./menu";
import { ITEM, POPUP } from "./surface";

/** Opens as it is drawn: it is drawn because somebody opened it. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes a module's default
export default function MenuPopup({ trigger, items, align = "start", onOpenChange }: MenuProps) {
  return (
    <Base.Root defaultOpen onOpenChange={(open) => onOpenChange?.(open)}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align={align} className="z-50">
          <Base.Popup className={cx(POPUP, "max-h-(--available-height) min-w-44 overflow-y-auto p-1")}>
            <Entries items={items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export function Entries({ items }: { readonly items: readonly MenuEntry[] }) {
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
  const { label, icon, keys = [], danger = false, disabled = false, note, checked, onSelect } = item;
  const inner = (
    <>
      {icon ? <span className="text-ink-muted">{icon}</span> : null}
      <span className="grow">
        {label}
        {note ? <span className="block max-w-64 text-ink-muted text-micro">{note}</span> : null}
      </span>
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
