export { ActsButton } from "./acts-button";
export { CancelDialog } from "./cancel-dialog";
export { useActsMenu } from "./use-acts-menu";
