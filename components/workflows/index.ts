export { ChangeList } from "./changes";
export { GoBack } from "./go-back";
export { pathHref } from "./model/call-path";
export { changeLines } from "./model/changes";
export { PublishDialog } from "./publish-dialog";
export { UnreadWorkflow } from "./unread-workflow";
export { WorkflowScreen } from "./workflow-screen";
export { WorkflowsScreen } from "./workflows-screen";
