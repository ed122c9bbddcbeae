"use client";
import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import { Checkbox } from "../choice";
import { cx } from "../cx";
import type { Column } from "./column";
import { GridHeadCell, GridRow } from "./grid-parts";
import type { Coverage } from "./model/selection";
import { ariaSort, nextSort, type Sort } from "./model/sort";

type HeadProps<Row> = {
  readonly columns: readonly Column<Row>[];
  readonly tracks: string;
  readonly sort: Sort | null;
  readonly onSort: ((sort: Sort | null) => void) | undefined;
  /** Present = the head has a box for all rows. */
  readonly covered: Coverage | undefined;
  readonly onAll: () => void;
};

const CELL = "flex min-w-0 items-center px-cell text-ink-faint text-micro font-medium";

export function Head<Row>({ columns, tracks, sort, onSort, covered, onAll }: HeadProps<Row>) {
  return (
    <GridRow
      aria-rowindex={1}
      className="sticky top-0 z-10 grid h-row-tight w-full border-b bg-ground"
      style={{ gridTemplateColumns: tracks }}
    >
      {covered === undefined ? null : (
        <GridHeadCell className={cx(CELL, "pr-0")}>
          <Checkbox
            aria-label="Choose all rows"
            checked={covered === "all"}
            indeterminate={covered === "some"}
            onCheckedChange={onAll}
          />
        </GridHeadCell>
      )}
      {columns.map((column) => (
        <GridHeadCell
          key={column.id}
          aria-sort={column.sort ? ariaSort(sort, column.id) : undefined}
          className={cx(CELL, column.align === "right" && "justify-end")}
        >
          {column.sort && onSort ? (
            <SortButton
              label={column.label}
              standing={ariaSort(sort, column.id)}
              right={column.align === "right"}
              onClick={() => onSort(nextSort(sort, column.id, column.sort ?? "asc"))}
            />
          ) : (
            <span className="truncate">{column.head ?? column.label}</span>
          )}
        </GridHeadCell>
      ))}
    </GridRow>
  );
}

type SortButtonProps = {
  readonly label: ReactNode;
  readonly standing: ReturnType<typeof ariaSort>;
  readonly right: boolean;
  readonly onClick: () => void;
};

function SortButton({ label, standing, right, onClick }: SortButtonProps) {
  const Arrow = standing === "ascending" ? ArrowUp : ArrowDown;
  return (
    <button
      type="button"
      onClick={onClick}
      className={cx(
        "group flex h-6 min-w-0 items-center gap-1 rounded-sm transition-colors hover:text-ink",
        right && "flex-row-reverse",
        standing !== "none" && "text-ink",
      )}
    >
      <span className="truncate">{label}</span>
      <Arrow
        aria-hidden
        className={cx("size-3 shrink-0", standing === "none" && "opacity-0 group-hover:opacity-40")}
      />
    </button>
  );
}
