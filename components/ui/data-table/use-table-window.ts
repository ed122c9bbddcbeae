"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect } from "react";

/** How far from the end more is asked for, in rows. */
const AHEAD = 20;

type TableWindow = {
  readonly grid: RefObject<HTMLDivElement | null>;
  readonly count: number;
  readonly height: number;
  readonly head: number;
  readonly more: { readonly busy: boolean; readonly load: () => void } | undefined;
};

/** The rows that can be seen; asks for more as the end of what is loaded comes near. */
export function useTableWindow({ grid, count, height, head, more }: TableWindow) {
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => grid.current,
    estimateSize: () => height,
    overscan: 12,
    scrollPaddingStart: head,
    scrollPaddingEnd: head,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are measured again when the density changes
  useEffect(() => virtual.measure(), [height]);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (more && !more.busy && count > 0 && last >= count - AHEAD) more.load();
  }, [more, last, count]);
  return {
    items,
    total: virtual.getTotalSize(),
    scrollToIndex: (place: number) => virtual.scrollToIndex(place),
  };
}
