/** What the choice of columns needs to know of one. */
export type ColumnFacts = {
  readonly id: string;
  /** Always there: the table would not make sense without it. */
  readonly fixed?: boolean;
  /** Not shown until somebody wants it. */
  readonly optional?: boolean;
  /** 1 = shown at every width, 2 = from 560 px of the table on, 3 = from 860 px. */
  readonly priority?: 1 | 2 | 3;
};

const NARROW = 560;
const MIDDLE = 860;

/** Ids that somebody wants to see; `null` = as the table comes. */
export type ColumnChoice = readonly string[] | null;

export function isChosen(column: ColumnFacts, choice: ColumnChoice): boolean {
  if (column.fixed) return true;
  return choice === null ? !column.optional : choice.includes(column.id);
}

/** Whether only columns of the first priority have room. */
export function isNarrow(width: number): boolean {
  return width < NARROW;
}

/** What is shown: chosen, and with room for it. In the table's own order. */
export function shownColumns<C extends ColumnFacts>(
  columns: readonly C[],
  choice: ColumnChoice,
  width: number,
): readonly C[] {
  const most = isNarrow(width) ? 1 : width < MIDDLE ? 2 : 3;
  return columns.filter((column) => isChosen(column, choice) && (column.priority ?? 1) <= most);
}

/** One column on or off; `null` again when that is how the table comes. */
export function toggleColumn(
  columns: readonly ColumnFacts[],
  choice: ColumnChoice,
  id: string,
): ColumnChoice {
  const next = columns
    .filter(
      (column) => !column.fixed && (column.id === id ? !isChosen(column, choice) : isChosen(column, choice)),
    )
    .map((column) => column.id);
  const usual = columns.filter((column) => !column.fixed && !column.optional).map((column) => column.id);
  return next.join() === usual.join() ? null : next;
}

/** `status,label`, as it stands in a URL or a saved view; empty = as the table comes. */
export function printColumns(choice: ColumnChoice): string {
  return choice === null ? "" : choice.join(",") || "-";
}

export function parseColumns(text: string, columns: readonly ColumnFacts[]): ColumnChoice {
  if (text === "") return null;
  const wanted = text.split(",");
  return columns.filter((column) => !column.fixed && wanted.includes(column.id)).map((column) => column.id);
}

/** How narrow a table may get before it scrolls sideways: the least width of each track, in pixels. */
export function leastWidth(columns: readonly { readonly width: string }[]): number {
  return columns.reduce((sum, { width }) => sum + Number(/(\d+)px/.exec(width)?.[1] ?? 0), 0);
}
