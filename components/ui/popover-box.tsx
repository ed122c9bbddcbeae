"use client";
import { Popover as Base } from "@base-ui/react/popover";
import { cx } from "./cx";
import type { PopoverProps } from "./popover";
import { POPUP } from "./surface";

/** Opens as it is drawn: it is drawn because somebody opened it. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes a module's default
export default function PopoverBox({ trigger, title, children, align = "start", className }: PopoverProps) {
  return (
    <Base.Root defaultOpen>
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
