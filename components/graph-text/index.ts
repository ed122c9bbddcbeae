export { type CodeFormat, codeOf } from "./text";
