export { type DetachedReach, detachedLines } from "./model/detached";
