export { JsonDiff } from "./json-diff";
export { TextDiff } from "./text-diff";
