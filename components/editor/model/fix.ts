import type { Edit } from "./history";

/** One way to mend a problem, where there is one that nobody has to think about. */
export type Fix = { readonly verb: string; readonly edit: Edit };

export function fix(verb: string, operations: Edit["operations"]): Fix {
  return { verb, edit: { label: verb, operations } };
}
