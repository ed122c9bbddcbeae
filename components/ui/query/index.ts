export type { Query, QueryField } from "./model/query";
export { QueryBar } from "./query-bar";
export { useQueryParam } from "./use-query-param";
