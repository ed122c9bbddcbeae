"use client";
import { usePathname } from "next/navigation";
import { useEffect, useMemo } from "react";
import { useMarkRead, useUnread } from "../notifications";

/** Sections of what is unread, by the page that shows them. */
const SECTION_OF = { "/runs": "runs", "/workflows": "workflows" } as const;

function sectionAt(pathname: string): (typeof SECTION_OF)[keyof typeof SECTION_OF] | null {
  return pathname in SECTION_OF ? SECTION_OF[pathname as keyof typeof SECTION_OF] : null;
}

/** Marks of the sidebar and of the tab's title. Who looks at a list has seen what is in it. */
export function useMarks() {
  const unread = useUnread();
  const { mutate } = useMarkRead();
  const section = sectionAt(usePathname());
  const seq = unread && section && unread[section] > 0 ? unread.head : null;
  useEffect(() => {
    if (section && seq !== null && document.visibilityState === "visible") mutate({ section, seq });
  }, [section, seq, mutate]);
  const places = useMemo(
    () => ({ "/runs": unread?.runs ?? 0, "/workflows": unread?.workflows ?? 0 }),
    [unread],
  );
  return { places, waiting: unread?.inbox ?? 0 };
}
