export { Mark } from "./mark";
export { PageHeader } from "./page-header";
export { Shell, SIDEBAR_COOKIE } from "./shell";
