export { LinksList } from "./links-list";
export { ShareDialog } from "./share-dialog";
