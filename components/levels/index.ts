export { LevelsView } from "./levels-view";
