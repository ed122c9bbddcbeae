export { AgentsScreen } from "./agents-screen";
