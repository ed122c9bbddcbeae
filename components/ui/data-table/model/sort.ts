export type Order = "asc" | "desc";
export type Sort = { readonly column: string; readonly order: Order };

/** The first click sorts as suits the column, the second the other way, the third goes back to how the list comes. */
export function nextSort(sort: Sort | null, column: string, first: Order): Sort | null {
  if (sort?.column !== column) return { column, order: first };
  return sort.order === first ? { column, order: first === "asc" ? "desc" : "asc" } : null;
}

export function ariaSort(sort: Sort | null, column: string): "ascending" | "descending" | "none" {
  if (sort?.column !== column) return "none";
  return sort.order === "asc" ? "ascending" : "descending";
}

/** `started` or `-started`, as it stands in a URL. */
export function printSort(sort: Sort | null): string {
  if (sort === null) return "";
  return `${sort.order === "desc" ? "-" : ""}${sort.column}`;
}

/** `null` for columns that cannot be sorted by. */
export function parseSort(text: string, columns: readonly string[]): Sort | null {
  const column = text.replace(/^-/, "");
  return columns.includes(column) ? { column, order: text.startsWith("-") ? "desc" : "asc" } : null;
}
