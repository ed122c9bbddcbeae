export { WorkflowScreen } from "./workflow-screen";
export { WorkflowsScreen } from "./workflows-screen";
