import { type QueryField, takesOf } from "./query";
import { placesOf, quoteValue, type Token, tokensOf, unquote } from "./tokens";

export type Completion = {
  readonly label: string;
  readonly hint: string;
  /** Replaces the text from `from` to `to`. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** A value ends the term, so a space follows; a field is followed by its value. */
  readonly done: boolean;
};

const MOST = 12;

/** What may come where the caret stands: names of fields, or values of the field before it. */
export function completionsAt(
  text: string,
  caret: number,
  fields: readonly QueryField[],
): readonly Completion[] {
  const token = tokensOf(text).find(({ from, to }) => from <= caret && caret <= to) ?? {
    from: caret,
    to: caret,
  };
  const typed = text.slice(token.from, caret);
  const colon = placesOf(typed, ":")[0];
  const found =
    colon === undefined ? fieldNames(typed, token, fields) : fieldValues(typed, colon, token, caret, fields);
  return found.slice(0, MOST);
}

function fieldNames(typed: string, token: Token, fields: readonly QueryField[]): readonly Completion[] {
  const not = typed.startsWith("-");
  const start = typed.slice(Number(not)).toLowerCase();
  return fields
    .filter((field) => field.name.startsWith(start) || field.label.toLowerCase().startsWith(start))
    .filter((field) => !not || takesOf(field).includes("not"))
    .map((field) => ({
      label: `${not ? "-" : ""}${field.name}:`,
      hint: field.hint ?? field.label,
      text: `${not ? "-" : ""}${field.name}:`,
      from: token.from,
      to: token.to,
      done: false,
    }));
}

function fieldValues(
  typed: string,
  colon: number,
  token: Token,
  caret: number,
  fields: readonly QueryField[],
): readonly Completion[] {
  const name = typed.slice(Number(typed.startsWith("-")), colon).toLowerCase();
  const field = fields.find((one) => one.name === name);
  if (!field) return [];
  const comma = placesOf(typed, ",").at(-1);
  const start = (comma ?? colon) + 1;
  const begun = unquote(typed.slice(start)).text.toLowerCase();
  const taken = typed.slice(colon + 1, Math.max(colon + 1, start - 1)).split(",");
  const options = field.options ?? examples(field);
  return options
    .filter(({ value, label }) => value.toLowerCase().includes(begun) || label.toLowerCase().includes(begun))
    .filter(({ value }) => !taken.includes(value) && value.toLowerCase() !== begun)
    .map(({ value, label }) => ({
      label: value,
      hint: label === value ? "" : label,
      text: field.options ? quoteValue(value) : value,
      from: token.from + start,
      to: caret,
      done: true,
    }));
}

/** Kinds without a list of values show how a value is written. */
function examples(field: QueryField): readonly { readonly value: string; readonly label: string }[] {
  const takes = takesOf(field);
  const all = EXAMPLES[field.kind] ?? [];
  return all.filter(({ ask }) => takes.includes(ask));
}

const EXAMPLES: Readonly<
  Partial<
    Record<QueryField["kind"], readonly { value: string; label: string; ask: ">=" | ">" | "<" | "range" }[]>
  >
> = {
  number: [
    { value: ">=1", label: "one or more", ask: ">=" },
    { value: ">10", label: "more than ten", ask: ">" },
    { value: "<10", label: "less than ten", ask: "<" },
  ],
  duration: [
    { value: ">1s", label: "longer than a second", ask: ">" },
    { value: ">1m", label: "longer than a minute", ask: ">" },
    { value: "<300ms", label: "shorter than that", ask: "<" },
  ],
  instant: [
    { value: ">1h", label: "within the last hour", ask: ">" },
    { value: ">24h", label: "within the last 24 hours", ask: ">" },
    { value: ">7d", label: "within the last 7 days", ask: ">" },
  ],
};
