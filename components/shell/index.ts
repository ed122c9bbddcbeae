export { CrumbSwitcher } from "./crumb-switcher";
export { Loaded } from "./loaded";
export { Mark } from "./mark";
export { type Crumb, PageHeader } from "./page-header";
export type { Person } from "./person-menu";
export { SIDEBAR_COOKIE } from "./preferences";
export { Shell } from "./shell";
export { useEditsKept } from "./use-edits-kept";
export { copyAddress, copyLink } from "./use-shell-commands";
