import { parseQuery } from "./parse";
import type { QueryField, QueryProblem, Term } from "./query";
import { tokensOf } from "./tokens";

/** One token of a query's text as it is shown: a term in words, or, where it has problems, the text itself. */
export type Chip = {
  readonly raw: string;
  readonly from: number;
  readonly to: number;
  readonly term: Term | null;
  /** Places are those in the whole text. */
  readonly problems: readonly QueryProblem[];
};

export function chipsOf(text: string, fields: readonly QueryField[]): readonly Chip[] {
  return tokensOf(text).map(({ from, to }) => {
    const raw = text.slice(from, to);
    const { query, problems } = parseQuery(raw, fields);
    return {
      raw,
      from,
      to,
      term: query[0] ?? null,
      problems: problems.map((one) => ({ ...one, from: one.from + from, to: one.to + from })),
    };
  });
}

/** The text without one of its chips. */
export function withoutChip(chips: readonly Chip[], at: number): string {
  return chips
    .filter((_, place) => place !== at)
    .map(({ raw }) => raw)
    .join(" ");
}
