import type { ReactNode } from "react";
import type { ColumnChoice, ColumnFacts } from "./model/columns";
import type { Selection } from "./model/selection";
import type { Order, Sort } from "./model/sort";

export type Column<Row> = ColumnFacts & {
  readonly label: string;
  readonly cell: (row: Row) => ReactNode;
  /** A track of a CSS grid, such as `120px` or `minmax(160px, 1fr)`. */
  readonly width: string;
  /** Numbers go right. */
  readonly align?: "right";
  /** Present = can be sorted by, at first in this order. */
  readonly sort?: Order;
  /** In place of the label in the head, for columns whose label only the choice of columns needs. */
  readonly head?: ReactNode;
};

export type DataTableProps<Row> = {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  /** `undefined` = not known yet. */
  readonly rows: readonly Row[] | undefined;
  readonly rowId: (row: Row) => string;
  /** Where a row leads; Enter and a click go there, other clicks open it beside. */
  readonly href: (row: Row) => string;
  /** A row in words, for those who hear it. */
  readonly rowLabel: (row: Row) => string;
  readonly rowProps?: (row: Row) => Readonly<Record<`data-${string}`, string>>;
  readonly choice?: ColumnChoice;
  readonly sort?: Sort | null;
  readonly onSort?: (sort: Sort | null) => void;
  /** Of rows that are there: `useSelection`. Present = rows can be chosen. */
  readonly selection?: Selection;
  readonly onSelection?: (selection: Selection) => void;
  /** Told which row the keys stand on; `null` = none. */
  readonly onStand?: (id: string | null) => void;
  /** What can be done with chosen rows. */
  readonly bulk?: (ids: readonly string[]) => ReactNode;
  /** Whether there is more; asked for as the end comes near. */
  readonly more?: { readonly busy: boolean; readonly load: () => void } | undefined;
  readonly noun: readonly [one: string, many: string];
  /** In place of the rows when there are none. */
  readonly empty?: ReactNode;
  readonly error?: ReactNode;
  /** Whether keys count wherever the page has the focus; otherwise only while the table has it. */
  readonly keys?: "page" | "own";
  /** Floats over the first rows; reaching for it counts as reading them. */
  readonly notice?: ReactNode;
  /** Told when the rows must not move: the pointer is on them, or they are scrolled. */
  readonly onHold?: (hold: boolean) => void;
  /** What stands in a second line of a row where the table is too narrow for most columns. */
  readonly detail?: (row: Row) => ReactNode;
  /** Of the two-line kind, in pixels; else as the density says. */
  readonly rowHeight?: number;
  readonly className?: string;
};
