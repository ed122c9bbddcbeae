export { ActsButton } from "./acts-button";
export { CancelDialog } from "./cancel-dialog";
export { CancelReach } from "./cancel-reach";
export { useActsMenu } from "./use-acts-menu";
