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
  Record<"entry" | "creation" | "newRun" | "runChange" | "audit" | "blob" | "blobRef", Source>
>;

/** By which parts and sources they have; see `keyOf`. */
const TEXTS = new Map<string, string>();

/**
 * One statement, of the parts that its entries need: PostgreSQL sets up and takes down every table, index and trigger
 * of a part, also when no row goes through it. Each combination of parts has one text, so that a connection prepares it
 * once.
 */
export function appendStatement(
  sql: Sql,
  batchId: string,
  entries: readonly AppendEntry[],
): Promise<{ id: string }[]> {
  const sources = sourcesOf(entries);
  const updates = entries.length > sources.creation.rows;
  const tells = entries.some(({ quiet, sameStatus }) => quiet !== true && sameStatus !== true);
  const key = keyOf(sources, tells, updates);
  let text = TEXTS.get(key);
  if (text === undefined) {
    text = textOf(sources, tells, updates);
    TEXTS.set(key, text);
  }
  const parameters = Object.values(sources).flatMap((source) => source.parameters());
  return sql.unsafe<{ id: string }[]>(text, [batchId, ...parameters] as never[], { prepare: true });
}

function sourcesOf(entries: readonly AppendEntry[]): Sources {
  const alone = entries.length === 1;
  return {
    entry: source({ columns: ENTRY, rows: entries }, alone),
    creation: source({ columns: CREATION, rows: creationsOf(entries) }, alone),
    newRun: source({ columns: NEW_RUN, rows: newRunsOf(entries) }, alone),
    runChange: source({ columns: RUN_CHANGE, rows: runChangesOf(entries) }, alone),
    audit: source({ columns: AUDIT, rows: auditsOf(entries) }, alone),
    blob: source({ columns: BLOB, rows: blobsOf(entries) }, alone),
    blobRef: source({ columns: BLOB_REF, rows: blobRefsOf(entries) }, alone),
  };
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
      return columns.map(([, , of]) => (single ? of(only) : rows.map(of)));
    },
  };
}

function keyOf(sources: Sources, tells: boolean, updates: boolean): string {
  let key = `${tells} ${updates}`;
  for (const { rows, single } of Object.values(sources)) key += ` ${single ? 1 : Math.min(rows, 1) * 2}`;
  return key;
}

function textOf(sources: Sources, tells: boolean, updates: boolean): string {
  const creates = sources.creation.rows > 0;
  const locks = updates && (tells || sources.entry.rows > 1);
  const texts = rowTexts(sources);
  const when = (wanted: boolean, text: () => string): string[] => (wanted ? [text()] : []);
  const from = (name: keyof Sources, text: (rows: string) => string): string[] =>
    when(sources[name].rows > 0, () => text(texts[name]));
  const parts = [
    `entry as materialized (${texts.entry})`,
    ...from("creation", part.created),
    ...when(locks, () => part.LOCKED),
    ...when(updates, () => part.updated(locks)),
    part.written(updates, creates),
    part.EVENTS,
    ...from("newRun", part.started),
    ...from("runChange", part.changed),
    ...when(tells, () => part.announced(updates, creates)),
    ...from("audit", part.audited),
    ...from("blob", part.stored),
    ...from("blobRef", part.referred),
  ];
  return `with ${parts.join(",")} select id from written`;
}

/** The query of each source; parameters are numbered through all of them, after the id of the batch. */
function rowTexts(sources: Sources): Readonly<Record<keyof Sources, string>> {
  let next = 2;
  const text = ({ rows, single, columns }: Source): string => {
    if (rows === 0) return "";
    const parameters = columns.map(([name, type]) => ({ name, type, at: `$${next++}` }));
    if (single)
      return `select ${parameters.map(({ name, type, at }) => `${at}::${type} as ${name}`).join(", ")}`;
    const arrays = parameters.map(({ type, at }) => `${at}::${type}[]`).join(", ");
    return `select * from unnest(${arrays}) as t (${columns.map(([name]) => name).join(", ")})`;
  };
  return {
    entry: text(sources.entry),
    creation: text(sources.creation),
    newRun: text(sources.newRun),
    runChange: text(sources.runChange),
    audit: text(sources.audit),
    blob: text(sources.blob),
    blobRef: text(sources.blobRef),
  };
}
