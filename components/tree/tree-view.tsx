"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type MouseEvent, type RefObject, useCallback, useEffect, useRef } from "react";
import { ContextMenu, type MenuEntry } from "../ui";
import { BundleLine } from "./bundle-line";
import { type Forest, nameOf } from "./model/forest";
import { isLineOpen } from "./model/navigate";
import { causeOf, waitOf } from "./model/row-marks";
import type { TreeStore } from "./model/tree-store";
import type { Line } from "./model/view";
import { ROW_HEIGHT } from "./row-frame";
import { RunLine } from "./run-line";
import { useAnchor } from "./use-anchor";

/** What stays visible above and below a line that is brought on screen. */
const CONTEXT_ROWS = 3;
/** Lines drawn above and below what is on screen, so that a turn of the wheel finds them there. */
const OVERSCAN = 16;

/** Acts on the run that is chosen: a click with the other button chooses it first. */
export type RowMenu = {
  readonly items: readonly MenuEntry[];
  readonly onOpen: (open: boolean) => void;
};

export type TreeViewProps = {
  readonly store: TreeStore;
  readonly active: string | null;
  /** Key of a line to bring on screen, and how often that was asked: the same line may be asked for again. */
  readonly show: { readonly key: string; readonly times: number } | null;
  readonly following: boolean;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly onSelect: (line: Line) => void;
  readonly onToggle: (line: Line) => void;
  readonly onJump: (no: number) => void;
  readonly onIterate: (line: Line, by: number) => void;
  /** The person scrolled. */
  readonly onWander: () => void;
  readonly menu: RowMenu | null;
};

/** The tree as a list of which only what is on screen is drawn. */
export function TreeView({
  store,
  active,
  show,
  following,
  scroller,
  onSelect,
  onToggle,
  onJump,
  onIterate,
  onWander,
  menu,
}: TreeViewProps) {
  const lines = store.screen();
  const hovered = useRef<string | null>(null);
  // A new function would have the place of every line computed anew with each render.
  const getItemKey = useCallback((index: number) => lines[index]?.key ?? index, [lines]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey,
    overscan: OVERSCAN,
    useFlushSync: false,
    scrollPaddingStart: CONTEXT_ROWS * ROW_HEIGHT,
    scrollPaddingEnd: CONTEXT_ROWS * ROW_HEIGHT,
  });
  useAnchor({ scroller, lines, hovered, offset: () => virtual.scrollOffset ?? 0, off: following });
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new request scrolls
  useEffect(() => {
    const index = show ? store.screen().findIndex((line) => line.key === show.key) : -1;
    if (index >= 0) virtual.scrollToIndex(index, { align: "auto" });
  }, [show]);
  const lineAt = (event: MouseEvent): Line | undefined => {
    const key = keyAt(event);
    return lines.find((line) => line.key === key);
  };
  const onClick = (event: MouseEvent) => {
    const line = lineAt(event);
    if (!line) return;
    const jump = numberAt(event, "data-jump");
    const by = numberAt(event, "data-iterate");
    if (jump !== null) return onJump(jump);
    if (by !== null) return onIterate(line, by);
    const onChevron = event.target instanceof Element && event.target.closest("[data-chevron]") !== null;
    if (onChevron || line.kind !== "run") onToggle(line);
    if (!onChevron) onSelect(line);
  };
  const drawn = virtual.getVirtualItems();
  const tree = (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of the whole page are handled in one place, by `useTreeKeys`
    <div
      ref={scroller}
      role="treegrid"
      aria-label="Runs of this tree"
      aria-rowcount={lines.length}
      aria-activedescendant={active ? `line-${active}` : undefined}
      tabIndex={0}
      data-testid="tree"
      data-lines={lines.length}
      data-seq={store.seq}
      onClick={onClick}
      onDoubleClick={(event) => {
        const line = lineAt(event);
        if (line?.kind === "run") onToggle(line);
      }}
      onPointerMove={(event) => {
        hovered.current = keyAt(event);
      }}
      onPointerLeave={() => {
        hovered.current = null;
      }}
      onContextMenu={(event) => {
        const line = lineAt(event);
        if (line?.kind === "run") onSelect(line);
        // Bundles have nothing that could be done to them.
        else event.stopPropagation();
      }}
      onWheel={onWander}
      onTouchMove={onWander}
      className="@container relative min-h-0 grow overflow-y-auto overflow-x-hidden outline-offset-[-2px] [overflow-anchor:none]"
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div role="rowgroup" style={{ height: virtual.getTotalSize(), paddingTop: drawn[0]?.start ?? 0 }}>
        {drawn.map(({ index, key }) => {
          const line = lines[index];
          return line ? (
            <AnyLine key={key} store={store} line={line} index={index} active={line.key === active} />
          ) : null;
        })}
      </div>
    </div>
  );
  return menu ? (
    <ContextMenu items={menu.items} onOpenChange={menu.onOpen}>
      {tree}
    </ContextMenu>
  ) : (
    tree
  );
}

function nameIn({ rows }: Forest, no: number): string {
  const row = rows[no];
  return row ? nameOf(row) : `#${no}`;
}

/** Of a control within a line. */
function numberAt(event: MouseEvent, attribute: string): number | null {
  const at = event.target instanceof Element ? event.target.closest(`[${attribute}]`) : null;
  return at ? Number(at.getAttribute(attribute)) : null;
}

function keyAt(event: MouseEvent): string | null {
  const row = event.target instanceof Element ? event.target.closest("[data-key]") : null;
  return row?.getAttribute("data-key") ?? null;
}

type AnyLineProps = {
  readonly store: TreeStore;
  readonly line: Line;
  readonly index: number;
  readonly active: boolean;
};

function AnyLine({ store, line, index, active }: AnyLineProps) {
  const { forest } = store;
  if (line.kind !== "run") {
    const depth = (forest.rows[line.siblings.parent]?.depth ?? 0) + 1;
    return (
      <BundleLine
        line={line}
        index={index}
        depth={depth}
        active={active}
        still={store.tree?.paused ?? false}
      />
    );
  }
  const row = forest.rows[line.no];
  const below = forest.below[line.no];
  if (!row || !below) return null;
  return (
    <RunLine
      line={line}
      index={index}
      row={row}
      stamp={forest.stamps[line.no] ?? 0}
      below={below}
      still={store.tree?.paused ?? false}
      active={active}
      open={isLineOpen(store, line)}
      status={store.tree?.paused && row.status === "running" ? "paused" : row.status}
      cause={causeOf(forest, row)}
      wait={waitOf(forest, row)}
      nameAt={(no) => nameIn(forest, no)}
    />
  );
}
