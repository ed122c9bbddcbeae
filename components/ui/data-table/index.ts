export type { Column } from "./column";
export { ColumnMenu } from "./column-menu";
export { DataTable } from "./data-table";
export type { ColumnChoice } from "./model/columns";
export { NOTHING } from "./model/selection";
export type { Sort } from "./model/sort";
