/* For models of lists: nothing here needs React. */
export { parseQuery } from "./parse";
export { printQuery } from "./print";
export type { Query, QueryField, Term } from "./query";
export { instantMs, spanMs } from "./values";
