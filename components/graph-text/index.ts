export { type CodeFormat, codeOf, readJson, readYaml } from "./text";
