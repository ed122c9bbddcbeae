export { ExportWorkflow } from "./export-workflow";
export { ImportReport } from "./import-report";
export { ImportWorkflow } from "./import-workflow";
/** The readers of all formats are large, and few people need them. */
export const loadReader = () => import("#server/engine/import/read-import");
