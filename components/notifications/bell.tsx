"use client";
import { Bell as BellIcon } from "lucide-react";
import { Suspense, useState } from "react";
import { useCommands } from "../keys";
import { buttonClass, cx, lazyPart, MissingPopup, useOpened } from "../ui";
import { useUnread } from "./use-unread";

const InboxPopover = lazyPart(() => import("./inbox-popover"), MissingPopup);

/** What happened that is worth this person's attention, behind a bell with a count. The list is fetched when opened. */
export function NotificationBell() {
  const [open, setOpen] = useState(false);
  const opened = useOpened(open);
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
  const bell = (
    <button
      type="button"
      aria-label={unread > 0 ? `Notifications, ${countOf(unread)} unread` : "Notifications"}
      aria-haspopup="dialog"
      data-testid="bell"
      onClick={opened ? undefined : () => setOpen(true)}
      onPointerEnter={InboxPopover.ahead}
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
    </button>
  );
  return opened ? (
    <Suspense fallback={bell}>
      <InboxPopover trigger={bell} open={open} onOpenChange={setOpen} />
    </Suspense>
  ) : (
    bell
  );
}

const CAP = 99;

function countOf(unread: number): string {
  return unread > CAP ? `${CAP}+` : String(unread);
}
