export { type PaneSpec, Panes } from "./panes";
