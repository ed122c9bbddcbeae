export { CompareRevisionsScreen } from "./compare/compare-revisions-screen";
export { EditorScreen } from "./editor-screen";
