"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { CheckCheck, Waypoints } from "lucide-react";
import type { Notification } from "#server/services/workspace-types";
import { useTRPC, useTRPCClient } from "../providers";
import { Loaded } from "../shell";
import { Age, Button, cx, Link, SkeletonRows, StatusGlyph } from "../ui";
import { tell } from "./model/words";
import { useMarkRead, useUnread } from "./use-unread";

const PAGE = 30;

/** The list behind the bell. `onLeave` is called when one of them leads elsewhere. */
export function Inbox({ onLeave }: { readonly onLeave: () => void }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const list = useInfiniteQuery({
    queryKey: trpc.notifications.list.infiniteQueryKey({ limit: PAGE }),
    queryFn: ({ pageParam, signal }) =>
      client.notifications.list.query({ limit: PAGE, cursor: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const unread = useUnread();
  const markRead = useMarkRead();
  return (
    <>
      <header className="flex h-10 shrink-0 items-center justify-between gap-2 border-b pr-2 pl-3">
        <h2 className="font-medium">Notifications</h2>
        <Button
          size="small"
          look="quiet"
          disabled={!unread || unread.inbox === 0}
          busy={markRead.isPending}
          onClick={() => unread && markRead.mutate({ section: "inbox", seq: unread.head })}
        >
          {markRead.isPending ? null : <CheckCheck aria-hidden />} Mark all as read
        </Button>
      </header>
      <div className="min-h-24 overflow-y-auto">
        <Loaded query={list} what="Notifications" skeleton={<SkeletonRows rows={4} />}>
          {({ pages }) => (
            <>
              <Notifications all={pages.flatMap(({ data }) => data)} onLeave={onLeave} />
              {list.hasNextPage ? (
                <div className="flex justify-center p-2">
                  <Button
                    size="small"
                    busy={list.isFetchingNextPage}
                    onClick={() => void list.fetchNextPage()}
                  >
                    Load more
                  </Button>
                </div>
              ) : null}
            </>
          )}
        </Loaded>
      </div>
    </>
  );
}

type NotificationsProps = { readonly all: readonly Notification[]; readonly onLeave: () => void };

function Notifications({ all, onLeave }: NotificationsProps) {
  if (all.length === 0)
    return (
      <p className="px-3 py-8 text-center text-ink-muted">
        Nothing yet. Runs that fail or need attention, the ends of runs you started, and what others publish
        appear here.
      </p>
    );
  return (
    <ul>
      {all.map((notification) => (
        <Line key={notification.seq} notification={notification} onLeave={onLeave} />
      ))}
    </ul>
  );
}

function Line({
  notification,
  onLeave,
}: {
  readonly notification: Notification;
  readonly onLeave: () => void;
}) {
  const told = tell(notification);
  if (!told) return null;
  const { title, detail, href, status } = told;
  return (
    <li className="border-b last:border-b-0" data-unread={notification.unread || undefined}>
      <Link
        href={href}
        onClick={onLeave}
        className="flex items-start gap-2.5 px-3 py-2 outline-offset-[-2px] hover:bg-hover"
      >
        <span className="flex h-5 w-3.5 shrink-0 items-center text-ink-muted">
          {status ? <StatusGlyph status={status} /> : <Waypoints aria-hidden className="size-3.5" />}
        </span>
        <span className="min-w-0 grow">
          <span className={cx("block truncate", notification.unread && "font-medium")}>{title}</span>
          <span className="block truncate text-ink-muted text-small">{detail}</span>
        </span>
        <span className="flex shrink-0 items-center gap-2 text-ink-faint text-small">
          <Age at={notification.at} />
          {notification.unread ? (
            <span className="size-1.5 rounded-full bg-accent">
              <span className="sr-only">unread</span>
            </span>
          ) : null}
        </span>
      </Link>
    </li>
  );
}
