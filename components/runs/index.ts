export { InputFields } from "./input-fields";
export { RecentRuns } from "./recent-runs";
export { RunScreen } from "./run-screen";
export { RunsScreen } from "./runs-screen";
export { SharedScreen } from "./shared/shared-screen";
export { StartButton } from "./start-form/start-button";
export { StartDialog } from "./start-form/start-dialog";
