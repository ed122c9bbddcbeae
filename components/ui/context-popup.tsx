"use client";
import { Menu as Base } from "@base-ui/react/menu";
import { useState } from "react";
import { cx } from "./cx";
import type { MenuEntry } from "./menu";
import { Entries } from "./menu-popup";
import { POPUP } from "./surface";

type Point = { readonly x: number; readonly y: number };
type ContextPopupProps = {
  /** `null` = closed. */
  readonly at: Point | null;
  readonly items: readonly MenuEntry[];
  readonly onClose: () => void;
};

// biome-ignore lint/style/noDefaultExport: React.lazy takes a module's default
export default function ContextPopup({ at, items, onClose }: ContextPopupProps) {
  // While it closes it stays where it was.
  const [last, setLast] = useState(at);
  if (at && at !== last) setLast(at);
  const anchor = { getBoundingClientRect: () => DOMRect.fromRect(last ?? { x: 0, y: 0 }) };
  return (
    <Base.Root open={at !== null} onOpenChange={(open) => (open ? undefined : onClose())}>
      <Base.Portal>
        <Base.Positioner anchor={anchor} align="start" className="z-50">
          <Base.Popup className={cx(POPUP, "max-h-(--available-height) min-w-44 overflow-y-auto p-1")}>
            <Entries items={items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
