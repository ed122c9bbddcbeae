export { GoBack } from "./go-back";
export { PublishDialog } from "./publish-dialog";
export { UnreadWorkflow } from "./unread-workflow";
export { WorkflowScreen } from "./workflow-screen";
export { WorkflowsScreen } from "./workflows-screen";
