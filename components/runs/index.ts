export { RecentRuns } from "./recent-runs";
export { RunScreen } from "./run-screen";
export { RunsScreen } from "./runs-screen";
export { StartButton } from "./start-form/start-button";
