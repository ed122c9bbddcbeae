export {
  ApiProvider,
  every,
  fieldsOf,
  isRefusal,
  messageOf,
  requestIdOf,
  statusOf,
  useTRPC,
  useTRPCClient,
} from "./api";
export { FirstTheme } from "./first-theme";
export { LiveProvider, useConnection, useLive } from "./live";
export { MayProvider, useMay, useWho } from "./may";
export type { LiveConnection, LiveSocket } from "./model/live-socket";
export { SharedApiProvider, useSharedClient } from "./shared-api";
export { ThemeProvider } from "./theme";
export { useOnceEnded } from "./use-once-ended";
export { useDiscardedBy, useWorkspaceRun } from "./workspace";
