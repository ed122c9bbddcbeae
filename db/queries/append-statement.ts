import type { Sql } from "../client.ts";
import type { AppendEntry } from "./append-batch.ts";
import {
  AUDIT,
  auditsOf,
  BLOB,
  BLOB_REF,
  blobRefsOf,
  blobsOf,
  type Column,
  CREATION,
  creationsOf,
  ENTRY,
  NEW_RUN,
  NOTE,
  newRunsOf,
  RUN_CHANGE,
  runChangesOf,
} from "./append-columns.ts";
import * as part from "./append-parts.ts";

type Rows<Row> = { readonly columns: readonly Column<Row>[]; readonly rows: readonly Row[] };
/** `with` hides the type of a row, which only its own columns know. */
type Source = {
  readonly rows: number;
  /** Its one row goes as plain parameters. */
  readonly single: boolean;
  readonly columns: readonly Column<never>[];
  readonly parameters: () => unknown[];
};
type Sources = Readonly<
  Record<"note" | "entry" | "creation" | "newRun" | "runChange" | "audit" | "blob" | "blobRef", Source>
>;

/** By which parts and sources they have; see `keyOf`. */
const TEXTS = new Map<string, string>();

/**
 * One statement, of the parts that its entries need: PostgreSQL sets up and takes down every table, index and trigger
 * of a part, also when no row goes through it. Each combination of parts has one text, so that a connection prepares it
 * once.
 */
export function appendStatement(sql: Sql, entries: readonly AppendEntry[]): Promise<{ id: string }[]> {
  const sources = sourcesOf(entries);
  const updates = sources.entry.rows > sources.creation.rows;
  const tells = entries.some(
    ({ quiet, sameStatus, onlyEvents }) => quiet !== true && sameStatus !== true && onlyEvents !== true,
  );
  const key = keyOf(sources, tells, updates);
  let text = TEXTS.get(key);
  if (text === undefined) {
    text = textOf(sources, tells, updates);
    TEXTS.set(key, text);
  }
  const parameters = Object.values(sources).flatMap((source) => source.parameters());
  return sql.unsafe<{ id: string }[]>(text, parameters as never[], { prepare: true });
}

function sourcesOf(entries: readonly AppendEntry[]): Sources {
  const alone = entries.length === 1;
  const [notes, heads] = parted(entries);
  return {
    note: source({ columns: NOTE, rows: notes }, alone),
    entry: source({ columns: ENTRY, rows: heads }, alone),
    creation: source({ columns: CREATION, rows: creationsOf(entries) }, alone),
    newRun: source({ columns: NEW_RUN, rows: newRunsOf(entries) }, alone),
    runChange: source({ columns: RUN_CHANGE, rows: runChangesOf(entries) }, alone),
    audit: source({ columns: AUDIT, rows: auditsOf(entries) }, alone),
    blob: source({ columns: BLOB, rows: blobsOf(entries) }, alone),
    blobRef: source({ columns: BLOB_REF, rows: blobRefsOf(entries) }, alone),
  };
}

function parted(entries: readonly AppendEntry[]): readonly [notes: AppendEntry[], heads: AppendEntry[]] {
  const notes: AppendEntry[] = [];
  const heads: AppendEntry[] = [];
  for (const entry of entries) (entry.onlyEvents ? notes : heads).push(entry);
  return [notes, heads];
}

/**
 * The one row of a tree that is written alone goes as plain parameters, which PostgreSQL reads faster than arrays.
 * Several trees share a statement, so there one more text, which costs the connection half a megabyte, gains less.
 */
function source<Row>({ columns, rows }: Rows<Row>, alone: boolean): Source {
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

function keyOf(sources: Sources, tells: boolean, updates: boolean): string {
  let key = `${tells} ${updates}`;
  for (const { rows, single } of Object.values(sources)) key += ` ${single ? 1 : Math.min(rows, 1) * 2}`;
  return key;
}

function textOf(sources: Sources, tells: boolean, updates: boolean): string {
  const alone = Object.entries(sources).every(([name, { rows }]) => rows === 0 || name === "note");
  if (alone) return part.noted(rowTexts(sources).note);
  const creates = sources.creation.rows > 0;
  const locks = updates && (tells || sources.entry.rows > 1);
  const texts = rowTexts(sources);
  const when = (wanted: boolean, text: () => string): string[] => (wanted ? [text()] : []);
  const from = (name: keyof Sources, text: (rows: string) => string): string[] =>
    when(sources[name].rows > 0, () => text(texts[name]));
  const heads = sources.entry.rows > 0;
  const parts = [
    ...from("note", (rows) => `noted as (${part.noted(rows)})`),
    ...from("entry", (rows) => `entry as materialized (${rows})`),
    ...from("creation", part.created),
    ...when(locks, part.LOCKED),
    ...when(updates, () => part.updated(locks)),
    ...when(heads, () => part.headed(updates, creates)),
    ...when(heads, () => part.EVENTS),
    part.written(heads, sources.note.rows > 0),
    ...from("newRun", part.started),
    ...from("runChange", part.changed),
    ...when(tells, () => part.announced(updates, creates)),
    ...from("audit", part.audited),
    ...from("blob", part.stored),
    ...from("blobRef", part.referred),
  ];
  return `with ${parts.join(",")} select id from written`;
}

function arrayText({ type, at }: { readonly type: string; readonly at: string }): string {
  return type === "events" ? `string_to_array(${at}::text, e'\\x1e')` : `${at}::${type}[]`;
}

/** The query of each source; parameters are numbered through all of them, in the order of the sources. */
function rowTexts(sources: Sources): Readonly<Record<keyof Sources, string>> {
  let next = 1;
  const text = ({ rows, single, columns }: Source): string => {
    if (rows === 0) return "";
    const parameters = columns.map(([name, type]) => ({ name, type, at: `$${next++}` }));
    if (single)
      return `select ${parameters.map(({ name, type, at }) => `${at}::${type === "events" ? "text" : type} as ${name}`).join(", ")}`;
    const arrays = parameters.map(arrayText).join(", ");
    return `select * from unnest(${arrays}) as t (${columns.map(([name]) => name).join(", ")})`;
  };
  return {
    note: text(sources.note),
    entry: text(sources.entry),
    creation: text(sources.creation),
    newRun: text(sources.newRun),
    runChange: text(sources.runChange),
    audit: text(sources.audit),
    blob: text(sources.blob),
    blobRef: text(sources.blobRef),
  };
}
