"use client";
import { Popover } from "@base-ui/react/popover";
import type { ReactElement } from "react";
import { Inbox } from "./inbox";

type InboxPopoverProps = {
  readonly trigger: ReactElement;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
};

// biome-ignore lint/style/noDefaultExport: React.lazy takes a module's default
export default function InboxPopover({ trigger, open, onOpenChange }: InboxPopoverProps) {
  return (
    <Popover.Root open={open} onOpenChange={onOpenChange}>
      <Popover.Trigger render={trigger} />
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="end" className="z-50">
          <Popover.Popup
            data-testid="inbox"
            className="flex max-h-[70dvh] w-96 max-w-[calc(100vw-16px)] animate-appear flex-col overflow-hidden rounded-lg bg-raised shadow-float outline-none"
          >
            <Popover.Title className="sr-only">Notifications</Popover.Title>
            <Inbox onLeave={() => onOpenChange(false)} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
