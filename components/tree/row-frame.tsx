"use client";
import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "../ui";
import { DEEPEST_INDENT, depthColour } from "./depth-rail";
import type { Line } from "./model/view";

export const ROW_HEIGHT = 28;
const INDENT = 14;

type RowFrameProps = {
  readonly line: Line;
  readonly depth: number;
  readonly top: number;
  readonly active: boolean;
  readonly expanded: boolean | undefined;
  readonly children: ReactNode;
  readonly data?: Readonly<Record<`data-${string}`, string | number>>;
};

/** What every line has: place, depth rail, guides, chevron. Clicks are the tree's to handle, by `data-key`. */
export function RowFrame({ line, depth, top, active, expanded, children, data }: RowFrameProps) {
  const indent = Math.min(line.level, DEEPEST_INDENT);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table row cannot be placed by itself in a list drawn in part
    <div
      id={`line-${line.key}`}
      role="row"
      tabIndex={-1}
      aria-rowindex={Math.round(top / ROW_HEIGHT) + 1}
      aria-level={line.level + 1}
      aria-selected={active}
      aria-expanded={expanded}
      data-key={line.key}
      className={cx(
        "absolute inset-x-0 flex h-7 cursor-default select-none [contain:strict] items-center gap-1.5 pr-3 text-small outline-none hover:bg-hover",
        active && "bg-accent-soft hover:bg-accent-soft",
      )}
      style={{ transform: `translateY(${top}px)` }}
      {...data}
    >
      <span aria-hidden className="h-full w-[3px] shrink-0" style={{ background: depthColour(depth) }} />
      <span aria-hidden className="flex h-full shrink-0" style={{ width: indent * INDENT }}>
        {Array.from({ length: indent }, (_, guide) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: guides have no identity but their place
          <span key={guide} className="ml-1.5 h-full border-line border-l" style={{ width: INDENT - 6 }} />
        ))}
      </span>
      <span
        aria-hidden
        data-chevron
        className="flex size-5 shrink-0 items-center justify-center rounded-sm text-ink-faint"
      >
        {expanded === undefined ? null : (
          <ChevronRight className={cx("size-3.5 transition-transform", expanded && "rotate-90")} />
        )}
      </span>
      {children}
    </div>
  );
}

type CellProps = {
  readonly className: string;
  readonly title?: string | undefined;
  readonly children?: ReactNode;
};

export function Cell(props: CellProps) {
  // biome-ignore lint/a11y/useSemanticElements: as for the row
  // biome-ignore lint/a11y/useFocusableInteractive: the tree keeps the focus and names its active row
  return <span role="gridcell" {...props} />;
}

export function DepthChip({ depth }: { readonly depth: number }) {
  return (
    <span
      className="inline-flex h-4 min-w-5 shrink-0 items-center justify-center rounded-sm border border-line bg-panel px-1 font-mono text-[10px] text-ink-muted leading-none"
      title={`Depth ${depth}`}
    >
      {depth}
    </span>
  );
}
