import type { Join } from "../../graph/fields.ts";

/** The class by which an end that is a failure is told from other ends. */
export const FAILS = "fail";

/** The class of a node that does not wait for all that leads to it. */
export function joinClass(join: Exclude<Join, "all">): string {
  return join === "any" ? "join_any" : `join_${join.n}`;
}

/** `class a,b join_any`, with whatever ends it. */
const JOINS = /^class\s+(\S+)\s+join_(any|[1-9]\d{0,4})[\s;]*$/;

/** Which nodes a statement says to join how. */
export function joinIn(statement: string): { readonly ids: readonly string[]; readonly join: Join } | null {
  const [, ids, join] = JOINS.exec(statement) ?? [];
  if (ids === undefined) return null;
  return { ids: ids.split(","), join: join === "any" ? join : { n: Number(join) } };
}
