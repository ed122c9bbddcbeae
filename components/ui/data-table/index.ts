export type { Column } from "./column";
export { ColumnMenu } from "./column-menu";
export { DataTable } from "./data-table";
export { type ColumnChoice, parseColumns, printColumns } from "./model/columns";
export { parseSort, printSort, type Sort } from "./model/sort";
export { useSelection } from "./use-selection";
