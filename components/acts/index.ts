export { ActsButton } from "./acts-button";
export { CancelDialog } from "./cancel-dialog";
export { type ActsMenu, useActsMenu } from "./use-acts-menu";
