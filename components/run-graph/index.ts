export { RunGraph } from "./run-graph";
