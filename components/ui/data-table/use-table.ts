"use client";
import { useRouter } from "next/navigation";
import { type RefObject, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useDensity } from "../density";
import type { DataTableProps } from "./column";
import { isNarrow, leastWidth, shownColumns } from "./model/columns";
import type { TableAct } from "./model/keys";
import { coverage, extendTo, NOTHING, toggleAll, toggleRow } from "./model/selection";
import { useTableKeys } from "./use-table-keys";
import { useTableWindow } from "./use-table-window";
import { useWidth } from "./use-width";

const ROW = { compact: 36, comfortable: 44 } as const;
const DETAIL = 20;
const HEAD = { compact: 28, comfortable: 36 } as const;
const CHECK_TRACK = "calc(var(--cell) + 20px) ";
const CHECK_WIDTH = 36;
const WIDE = 1_200;

/** State of a table: which columns fit, which row has the focus, which are chosen, and what keys do to them. */
export function useTable<Row>(props: DataTableProps<Row>, grid: RefObject<HTMLDivElement | null>) {
  const { rows, rowId, columns, choice = null, selection, onSelection } = props;
  const chosen = selection ?? NOTHING;
  const router = useRouter();
  const [density] = useDensity();
  const [focusId, setFocusId] = useState<string | null>(null);
  const width = useWidth(grid, WIDE);
  const shown = useMemo(() => shownColumns(columns, choice, width), [columns, choice, width]);
  const order = useMemo(() => (rows ?? []).map(rowId), [rows, rowId]);
  const detail = isNarrow(width) ? props.detail : undefined;
  const height = props.rowHeight ?? ROW[density] + (detail ? DETAIL : 0);
  const place = focusId === null ? -1 : order.indexOf(focusId);
  const { onStand } = props;
  const standsOn = order[place] ?? null;
  // Told before the next key can come: what that key does hangs on it.
  useLayoutEffect(() => onStand?.(standsOn), [onStand, standsOn]);
  const choose = (next: typeof chosen) => onSelection?.(next);
  const window = useTableWindow({
    grid,
    count: order.length,
    height,
    head: HEAD[density],
    more: props.more,
  });

  const act = (did: TableAct) => {
    const id = order[place] ?? "";
    const row = rows?.[place];
    switch (did.kind) {
      case "focus":
        setFocusId(order[did.place] ?? null);
        window.scrollToIndex(did.place);
        return grid.current?.focus({ preventScroll: true });
      case "open":
        return row === undefined ? undefined : router.push(props.href(row));
      case "clear":
        return choose(NOTHING);
      case "select":
        return choose(toggleRow(chosen, id));
      case "extend":
        return choose(extendTo(chosen, order, id));
    }
  };
  const page = Math.max(1, Math.floor((grid.current?.clientHeight ?? 400) / height) - 2);
  const standing = { place, count: order.length, page, selected: chosen.ids.size > 0 };
  useTableKeys({ grid, scope: props.keys ?? "page", standing, act });

  return {
    shown,
    order,
    chosen,
    height,
    detail,
    place,
    focusId,
    setFocusId,
    /** The marked row shows where the focus is, so there is one as soon as the grid has it. */
    focusFirst: () => (place < 0 ? setFocusId(order[0] ?? null) : undefined),
    window,
    tracks: `${selection ? CHECK_TRACK : ""}${shown.map((column) => column.width).join(" ")}`,
    least: leastWidth(shown) + (selection ? CHECK_WIDTH : 0),
    covered: selection ? coverage(chosen, order) : undefined,
    chooseAll: () => choose(toggleAll(chosen, order)),
    chooseNone: () => choose(NOTHING),
    choose: (id: string, range: boolean) =>
      choose(range ? extendTo(chosen, order, id) : toggleRow(chosen, id)),
  };
}

/** Told outside when rows must not move: the pointer is on them, or they are scrolled. */
export function useHold(tell: ((hold: boolean) => void) | undefined) {
  const hold = useRef({ pointed: false, scrolled: false });
  const set = (part: Partial<typeof hold.current>) => {
    hold.current = { ...hold.current, ...part };
    tell?.(hold.current.pointed || hold.current.scrolled);
  };
  return {
    onPointerEnter: (event: { readonly pointerType: string }) =>
      set({ pointed: event.pointerType === "mouse" }),
    onPointerLeave: () => set({ pointed: false }),
    onScroll: (event: { readonly currentTarget: Element }) =>
      set({ scrolled: event.currentTarget.scrollTop > 0 }),
  };
}
