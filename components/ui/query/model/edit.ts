import type { IsTerm, Query, QueryField, Term } from "./query";

/** Values that a field is asked to have; none = it may have any. */
export function valuesOf(query: Query, field: string): readonly string[] {
  return query.flatMap((term) => (isOf(term, field) ? term.values : []));
}

/** Puts a value in or takes it out; the other terms stay as they are. */
export function toggleValue(query: Query, field: string, value: string): Query {
  const has = valuesOf(query, field).includes(value);
  const at = query.findIndex((term) => isOf(term, field));
  const term = query[at];
  if (!term || !isOf(term, field)) return [...query, { kind: "is", field, not: false, values: [value] }];
  const values = has ? term.values.filter((one) => one !== value) : [...term.values, value];
  return values.length === 0 ? query.toSpliced(at, 1) : query.toSpliced(at, 1, { ...term, values });
}

function isOf(term: Term, field: string): term is IsTerm {
  return term.kind === "is" && !term.not && term.field === field;
}

/** A term in words, for its chip. */
export function sayTerm(
  term: Term,
  fields: readonly QueryField[],
): { readonly name: string; readonly value: string } {
  if (term.kind === "word") return { name: "Text", value: term.text };
  const field = fields.find((one) => one.name === term.field);
  const name = field?.label ?? term.field;
  const label = (value: string) => field?.options?.find((option) => option.value === value)?.label ?? value;
  const not = term.not ? "not " : "";
  if (term.kind === "is") return { name, value: `${not}${term.values.map(label).join(" or ")}` };
  if (term.kind === "range") return { name, value: `${not}${term.from} to ${term.to}` };
  if (field?.kind === "instant" && /^\d+(\.\d+)?[a-z]/.test(term.value))
    return {
      name,
      value: `${not}${term.op.startsWith(">") ? "within the last" : "longer ago than"} ${term.value}`,
    };
  return { name, value: `${not}${COMPARED[term.op]} ${term.value}` };
}

const COMPARED = { ">": ">", ">=": "≥", "<": "<", "<=": "≤" } as const;
