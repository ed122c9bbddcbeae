"use client";
import { ChevronRight } from "lucide-react";
import type { CSSProperties, ReactNode } from "react";
import { cx } from "../ui";
import { DEEPEST_INDENT, depthColour } from "./depth-rail";
import type { Line } from "./model/view";

export const ROW_HEIGHT = 28;
const INDENT = 14;
/** Of the width of the tree: a narrow one keeps its room for names, and chips say the depth. */
const MOST_INDENT = "20cqi";

type RowFrameProps = {
  readonly line: Line;
  /** Its place among all lines, from 0: only some of them are drawn. */
  readonly index: number;
  readonly depth: number;
  readonly active: boolean;
  readonly expanded: boolean | undefined;
  readonly children: ReactNode;
  readonly data?: Readonly<Record<`data-${string}`, string | number>>;
};

/** Drawn rather than made of elements: a line at depth 8 would have eight more. */
const GUIDES = `repeating-linear-gradient(to right, transparent 0 6px, var(--line) 6px 7px, transparent 7px ${INDENT}px)`;

function guides(level: number): CSSProperties {
  const wanted = Math.min(level, DEEPEST_INDENT) * INDENT;
  return { width: `min(${wanted}px, ${MOST_INDENT})`, backgroundImage: GUIDES };
}

/** What every line has: depth rail, guides, chevron. Clicks are the tree's to handle, by `data-key`. */
export function RowFrame({ line, index, depth, active, expanded, children, data }: RowFrameProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table row cannot stand in a list drawn in part
    <div
      id={`line-${line.key}`}
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 1}
      aria-level={line.level + 1}
      aria-selected={active}
      aria-expanded={expanded}
      data-key={line.key}
      className={cx(
        "flex h-7 cursor-default select-none [contain:strict] items-center gap-1.5 pr-3 text-small outline-none hover:bg-hover",
        active && "bg-accent-soft hover:bg-accent-soft",
      )}
      {...data}
    >
      <span aria-hidden className="h-full w-[3px] shrink-0" style={{ background: depthColour(depth) }} />
      <span aria-hidden className="h-full shrink-0" style={guides(line.level)} />
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
