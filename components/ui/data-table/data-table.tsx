"use client";
import { type ReactNode, useId, useRef } from "react";
import { cx } from "../cx";
import { ListFooter } from "../list-footer";
import { SkeletonRows } from "../states";
import { BulkBar } from "./bulk-bar";
import type { DataTableProps } from "./column";
import { GridCell, GridRow, GridRows } from "./grid-parts";
import { Head } from "./head";
import { Line } from "./line";
import { useHold, useTable } from "./use-table";

/** Rows of one kind: sorted, chosen and opened by pointer or keys, drawn only where they can be seen. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, noun, more, bulk, selection } = props;
  const grid = useRef<HTMLDivElement>(null);
  const base = useId();
  const table = useTable(props, grid);
  const { onScroll, ...pointer } = useHold(props.onHold);
  const idOf = (id: string) => `${base}-${id}`;
  const filled = rows !== undefined && rows.length > 0 && !props.error;
  return (
    <div className={cx("relative flex min-h-0 min-w-0 grow flex-col", props.className)} {...pointer}>
      {props.notice}
      {/* biome-ignore lint/a11y/useSemanticElements: see `grid-parts` */}
      <div
        ref={grid}
        role="grid"
        aria-label={props.label}
        aria-rowcount={table.order.length + 1}
        aria-multiselectable={selection ? true : undefined}
        aria-activedescendant={table.focusId !== null && table.place >= 0 ? idOf(table.focusId) : undefined}
        aria-busy={rows === undefined}
        tabIndex={0}
        onScroll={onScroll}
        onFocus={(event) => (event.target === event.currentTarget ? table.focusFirst() : undefined)}
        className="relative min-h-0 grow overflow-auto outline-none"
      >
        <div style={{ minWidth: table.least }}>
          <Head
            columns={table.shown}
            tracks={table.tracks}
            sort={props.sort ?? null}
            onSort={props.onSort}
            covered={table.covered}
            onAll={table.chooseAll}
          />
          {filled ? <Lines props={props} rows={rows} table={table} idOf={idOf} /> : <Instead {...props} />}
        </div>
      </div>
      {table.chosen.ids.size > 0 && bulk ? (
        <BulkBar count={table.chosen.ids.size} noun={noun} onClear={table.chooseNone}>
          {bulk([...table.chosen.ids])}
        </BulkBar>
      ) : null}
      {filled ? (
        <ListFooter shown={rows.length} noun={noun} onMore={more?.load} busy={more?.busy ?? false} />
      ) : null}
    </div>
  );
}

/** What stands where there are no rows. Scrolled sideways with the head, it stays in view. */
function Instead<Row>({ error, rows, empty }: DataTableProps<Row>): ReactNode {
  const content = error ? error : rows === undefined ? <SkeletonRows rows={8} /> : empty;
  return (
    <GridRows className="sticky left-0">
      <GridRow>
        <GridCell>{content}</GridCell>
      </GridRow>
    </GridRows>
  );
}

type LinesProps<Row> = {
  readonly props: DataTableProps<Row>;
  readonly rows: readonly Row[];
  readonly table: ReturnType<typeof useTable<Row>>;
  readonly idOf: (id: string) => string;
};

function Lines<Row>({ props, rows, table, idOf }: LinesProps<Row>) {
  const { shown, order, chosen, window } = table;
  return (
    <GridRows className="relative" style={{ height: window.total }}>
      {window.items.map(({ index, start }) => {
        const row = rows[index];
        const id = order[index];
        if (row === undefined || id === undefined) return null;
        return (
          <Line
            key={id}
            id={idOf(id)}
            place={index}
            top={start}
            height={table.height}
            tracks={table.tracks}
            href={props.href(row)}
            label={props.rowLabel(row)}
            focused={index === table.place}
            chosen={props.selection ? chosen.ids.has(id) : undefined}
            detail={table.detail?.(row)}
            attributes={props.rowProps?.(row) ?? {}}
            cells={shown.map((column) => ({
              id: column.id,
              right: column.align === "right",
              content: column.cell(row),
            }))}
            onFocus={() => table.setFocusId(id)}
            onChoose={(range) => table.choose(id, range)}
          />
        );
      })}
    </GridRows>
  );
}
