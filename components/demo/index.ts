export { DemoBadge } from "./demo-badge";
export { LoadDemo } from "./load-demo";
