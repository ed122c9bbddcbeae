export { Scrubber } from "./scrubber";
export { useHistory } from "./use-history";
