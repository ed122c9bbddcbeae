export { Inspector } from "./inspector";
export { isCut } from "./model/cut";
