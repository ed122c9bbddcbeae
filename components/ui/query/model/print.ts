import type { FieldTerm, Query, Term } from "./query";
import { quote, quoteValue } from "./tokens";

/** A query as text; `parseQuery` gives the same query back. */
export function printQuery(query: Query): string {
  return query.map(printTerm).join(" ");
}

export function printTerm(term: Term): string {
  if (term.kind === "word") return quote(term.text);
  return `${term.not ? "-" : ""}${term.field}:${printValues(term)}`;
}

/** What stands after the colon. */
export function printValues(term: FieldTerm): string {
  switch (term.kind) {
    case "is":
      return term.values.map(quoteValue).join(",");
    case "compare":
      return `${term.op}${quoteValue(term.value)}`;
    case "range":
      return `${quoteValue(term.from)}..${quoteValue(term.to)}`;
  }
}
