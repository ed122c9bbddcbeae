import type { Column } from "./append-columns.ts";

type Rows<Row> = { readonly columns: readonly Column<Row>[]; readonly rows: readonly Row[] };

/** `with` hides the type of a row, which only its own columns know. */
export type Source = {
  readonly rows: number;
  /** Its one row goes as plain parameters. */
  readonly single: boolean;
  readonly columns: readonly Column<never>[];
  readonly parameters: () => unknown[];
};

/**
 * The one row of a tree that is written alone goes as plain parameters, which PostgreSQL reads faster than arrays.
 * Several trees share a statement, so there one more text, which costs the connection half a megabyte, gains less.
 */
export function source<Row>({ columns, rows }: Rows<Row>, alone: boolean): Source {
  const [only, second] = rows;
  const single = alone && only !== undefined && second === undefined;
  return {
    rows: rows.length,
    single,
    columns,
    parameters: () => {
      if (rows.length === 0) return [];
      return columns.map(([, type, of]) => (single ? of(only) : arrayOf(type, rows.map(of))));
    },
  };
}

/** Between the rows of the journal, which are JSON and hold no such character. */
const BETWEEN = "\u001e";

/**
 * The driver quotes and escapes every element of an array, which took a twelfth of the processor time of a step. Numbers
 * and ids need none of it, and what an entry brings of events goes as one text.
 */
function arrayOf(type: string, values: readonly unknown[]): unknown {
  if (type === "text") return values;
  if (type === "events") return values.join(BETWEEN);
  return `{${values.map((value) => value ?? "null").join(",")}}`;
}

/** Tells apart what makes another text of a statement. */
export function keyOf(sources: Readonly<Record<string, Source>>): string {
  let key = "";
  for (const { rows, single } of Object.values(sources)) key += ` ${single ? 1 : Math.min(rows, 1) * 2}`;
  return key;
}

/** The query of each source; parameters are numbered through all of them, in the order of the sources. */
export function rowTexts<Name extends string>(
  sources: Readonly<Record<Name, Source>>,
): Readonly<Record<Name, string>> {
  let next = 1;
  const text = ({ rows, single, columns }: Source): string => {
    if (rows === 0) return "";
    const parameters = columns.map(([name, type]) => ({ name, type, at: `$${next++}` }));
    if (single)
      return `select ${parameters.map(({ name, type, at }) => `${at}::${type === "events" ? "text" : type} as ${name}`).join(", ")}`;
    const arrays = parameters.map(arrayText).join(", ");
    return `select * from unnest(${arrays}) as t (${columns.map(([name]) => name).join(", ")})`;
  };
  const texts = Object.entries<Source>(sources).map(([name, each]) => [name, text(each)] as const);
  return Object.fromEntries(texts) as Record<Name, string>;
}

function arrayText({ type, at }: { readonly type: string; readonly at: string }): string {
  return type === "events" ? `string_to_array(${at}::text, e'\\x1e')` : `${at}::${type}[]`;
}
