export { Tooltip } from "./tooltip";
