export { Mark } from "./mark";
export { type Crumb, PageHeader } from "./page-header";
export { Shell, SIDEBAR_COOKIE } from "./shell";
