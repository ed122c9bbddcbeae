"use client";
import { useNow } from "./clock";
import { formatAgo } from "./format";

/** How long ago, as bare text: for lines that are links, options or menu items as a whole, where `Ago` would be a button within. */
export function Age({ at, className }: { readonly at: string; readonly className?: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={at} className={className} suppressHydrationWarning>
      {now === 0 ? "" : formatAgo(new Date(at).getTime(), now)}
    </time>
  );
}
