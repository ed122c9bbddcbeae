export { nameOf } from "./model/forest";
export type { TreeStore } from "./model/tree-store";
export { TreePane } from "./tree-pane";
export { useLiveTree } from "./use-live-tree";
export { useTreeScreen } from "./use-tree-screen";
