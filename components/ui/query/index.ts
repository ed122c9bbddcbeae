export { CompletionList } from "./completion-list";
export { toggleValue, valuesOf } from "./model/edit";
export { parseQuery } from "./model/parse";
export { printQuery } from "./model/print";
export type { Query, QueryField } from "./model/query";
export { QueryBar } from "./query-bar";
export { useQueryParam } from "./use-query-param";
