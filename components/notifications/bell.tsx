"use client";
import { Popover } from "@base-ui/react/popover";
import { Bell as BellIcon } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useCommands } from "../keys";
import { buttonClass, cx } from "../ui";
import { useUnread } from "./use-unread";

const Inbox = dynamic(() => import("./inbox").then((part) => part.Inbox), { ssr: false });

/** What happened that is worth this person's attention, behind a bell with a count. The list is fetched when opened. */
export function NotificationBell() {
  const [open, setOpen] = useState(false);
  const unread = useUnread()?.inbox ?? 0;
  useCommands([
    {
      id: "notifications.open",
      title: "Notifications",
      section: "Go to",
      words: ["inbox", "unread", "news"],
      icon: <BellIcon aria-hidden />,
      run: () => setOpen(true),
    },
  ]);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        aria-label={unread > 0 ? `Notifications, ${countOf(unread)} unread` : "Notifications"}
        data-testid="bell"
        className={cx(buttonClass({ look: "quiet", size: "icon" }), "relative")}
      >
        <BellIcon aria-hidden />
        {unread > 0 ? (
          <span
            aria-hidden
            className="absolute -top-0.5 -right-0.5 min-w-4 rounded-full bg-accent px-1 text-center font-medium text-[10px] text-ground leading-4"
          >
            {countOf(unread)}
          </span>
        ) : null}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="end" className="z-50">
          <Popover.Popup
            data-testid="inbox"
            className="flex max-h-[70dvh] w-96 max-w-[calc(100vw-16px)] animate-appear flex-col overflow-hidden rounded-lg bg-raised shadow-float outline-none"
          >
            <Popover.Title className="sr-only">Notifications</Popover.Title>
            <Inbox onLeave={() => setOpen(false)} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

const CAP = 99;

function countOf(unread: number): string {
  return unread > CAP ? `${CAP}+` : String(unread);
}
