import {
  type Ask,
  type Comparison,
  type FieldTerm,
  type Query,
  type QueryField,
  type QueryProblem,
  type Term,
  takesOf,
} from "./query";
import { placesOf, type Token, tokensOf, unquote } from "./tokens";
import { checkValue, nearest } from "./values";

export type Parsed = { readonly query: Query; readonly problems: readonly QueryProblem[] };

/**
 * Reads the text of a query. Never throws: what cannot be understood is a problem with its place, and the terms
 * around it hold.
 */
export function parseQuery(text: string, fields: readonly QueryField[]): Parsed {
  const query: Term[] = [];
  const problems: QueryProblem[] = [];
  for (const token of tokensOf(text)) {
    const read = readToken(text.slice(token.from, token.to), token, fields);
    if (read.term) query.push(read.term);
    problems.push(...read.problems);
  }
  return { query, problems };
}

type Read = { readonly term: Term | null; readonly problems: readonly QueryProblem[] };

function readToken(raw: string, token: Token, fields: readonly QueryField[]): Read {
  const colon = placesOf(raw, ":")[0];
  const unclosed = unquote(raw).closed ? [] : [problem(token, "The quotes are not closed.", `${raw}"`)];
  if (colon === undefined) return { term: { kind: "word", text: unquote(raw).text }, problems: unclosed };
  const not = raw.startsWith("-");
  const name = raw.slice(Number(not), colon);
  const field = fields.find((one) => one.name === name.toLowerCase());
  if (!field) return { term: null, problems: [...unclosed, unknownField(raw, name, token, fields)] };
  const value = { raw: raw.slice(colon + 1), from: token.from + colon + 1, to: token.to };
  const read = readValues(field, not, value);
  return { term: read.term, problems: [...unclosed, ...read.problems] };
}

function problem({ from, to }: Token, message: string, fix: string | null = null): QueryProblem {
  return { from, to, message, fix };
}

function unknownField(raw: string, name: string, token: Token, fields: readonly QueryField[]): QueryProblem {
  const near = nearest(
    name,
    fields.map((field) => field.name),
  );
  const quoted = `"${unquote(raw).text.replace(/[\\"]/g, (sign) => `\\${sign}`)}"`;
  const advice = near ? `Did you mean ${near}?` : "Put quotes around it to search for it as text.";
  const start = token.from + Number(raw.startsWith("-"));
  if (near)
    return problem({ from: start, to: start + name.length }, `There is no field “${name}”. ${advice}`, near);
  return problem(token, `There is no field “${name}”. ${advice}`, quoted);
}

type Raw = Token & { readonly raw: string };

function readValues(field: QueryField, not: boolean, value: Raw): Read {
  const op = /^(>=|<=|>|<)/.exec(value.raw)?.[1] as Comparison | undefined;
  const dots = placesOf(value.raw, "..")[0];
  const read =
    op === undefined
      ? dots === undefined || field.kind === "text"
        ? readList(field, not, value)
        : readRange(field, not, value, dots)
      : readComparison(field, not, op, value);
  const wrong = read.term ? refuseAsk(field, read.term, value) : null;
  return wrong ? { term: null, problems: [wrong, ...read.problems] } : read;
}

function refuseAsk(field: QueryField, term: Term, value: Raw): QueryProblem | null {
  const takes = takesOf(field);
  const asked = askOf(term as FieldTerm);
  const missing = asked.find((ask) => !takes.includes(ask));
  if (missing === undefined) return null;
  const offered = takes.map((ask) => SAID[ask]).join(", ");
  return problem(value, `${field.label} cannot be asked for ${SAID[missing]}; it takes ${offered}.`);
}

const SAID: Readonly<Record<Ask, string>> = {
  is: "a value",
  not: "anything but a value (-)",
  ">": "more than (>)",
  ">=": "at least (>=)",
  "<": "less than (<)",
  "<=": "at most (<=)",
  range: "a range (a..b)",
};

function askOf(term: FieldTerm): readonly Ask[] {
  const ask: Ask = term.kind === "compare" ? term.op : term.kind === "range" ? "range" : "is";
  if (!term.not) return [ask];
  return term.kind === "is" ? ["not"] : [ask, "not"];
}

function readList(field: QueryField, not: boolean, value: Raw): Read {
  const commas = placesOf(value.raw, ",");
  const ends = [...commas, value.raw.length];
  const problems: QueryProblem[] = [];
  const values = ends.flatMap((end, index) => {
    const start = index === 0 ? 0 : (commas[index - 1] ?? 0) + 1;
    const one = readOne(field, part(value, start, end));
    if (one.problem) problems.push(one.problem);
    return one.value === null ? [] : [one.value];
  });
  return { term: values.length > 0 ? { kind: "is", field: field.name, not, values } : null, problems };
}

function readRange(field: QueryField, not: boolean, value: Raw, dots: number): Read {
  const from = readOne(field, part(value, 0, dots));
  const to = readOne(field, part(value, dots + 2, value.raw.length));
  const problems = [from.problem, to.problem].filter((found) => found !== null);
  if (from.value === null || to.value === null) return { term: null, problems };
  return { term: { kind: "range", field: field.name, not, from: from.value, to: to.value }, problems };
}

function readComparison(field: QueryField, not: boolean, op: Comparison, value: Raw): Read {
  const one = readOne(field, part(value, op.length, value.raw.length));
  if (one.value === null) return { term: null, problems: one.problem ? [one.problem] : [] };
  return { term: { kind: "compare", field: field.name, not, op, value: one.value }, problems: [] };
}

function part(value: Raw, start: number, end: number): Raw {
  return { raw: value.raw.slice(start, end), from: value.from + start, to: value.from + end };
}

function readOne(
  field: QueryField,
  raw: Raw,
): { readonly value: string | null; readonly problem: QueryProblem | null } {
  const checked = checkValue(field, unquote(raw.raw).text);
  if (checked.ok) return { value: checked.value, problem: null };
  return { value: null, problem: problem(raw, checked.message, checked.fix) };
}
