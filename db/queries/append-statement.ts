import type { Sql } from "../client.ts";
import type { AppendEntry } from "./append-batch.ts";
import {
  AUDIT,
  auditsOf,
  BLOB,
  BLOB_REF,
  blobRefsOf,
  blobsOf,
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
import { keyOf, rowTexts, type Source, source } from "./append-sources.ts";
import { freshStatement, isFresh } from "./fresh-trees.ts";

type Sources = Readonly<
  Record<"note" | "entry" | "creation" | "newRun" | "runChange" | "audit" | "blob" | "blobRef", Source>
>;

/** What a statement is made of besides its rows. */
type Shape = {
  /** Something is told to the workspace. */
  readonly tells: boolean;
  /** Some entry goes on with a tree. */
  readonly updates: boolean;
  /** Some tree has ended. */
  readonly ends: boolean;
  /** Some new tree may be there already, which is then left as it is. */
  readonly mayExist: boolean;
};

/** By which parts and sources they have; see `keyOf`. */
const TEXTS = new Map<string, string>();

/**
 * One statement, of the parts that its entries need: PostgreSQL sets up and takes down every table, index and trigger
 * of a part, also when no row goes through it. Each combination of parts has one text, so that a connection prepares it
 * once.
 */
export function appendStatement(
  sql: Sql,
  entries: readonly AppendEntry[],
  mayExist: boolean,
): Promise<{ id: string }[]> {
  if (!mayExist && entries.every(isFresh)) return freshStatement(sql, entries);
  const sources = sourcesOf(entries);
  const updates = sources.entry.rows > sources.creation.rows;
  const tells = entries.some(
    ({ quiet, sameStatus, onlyEvents }) => quiet !== true && sameStatus !== true && onlyEvents !== true,
  );
  const ends = entries.some(({ header, onlyEvents }) => header.endedAt !== null && onlyEvents !== true);
  const shape: Shape = { tells, updates, ends, mayExist: mayExist && sources.creation.rows > 0 };
  const key = `${tells} ${updates} ${ends} ${shape.mayExist}${keyOf(sources)}`;
  let text = TEXTS.get(key);
  if (text === undefined) {
    text = textOf(sources, shape);
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

function textOf(sources: Sources, { tells, updates, ends, mayExist }: Shape): string {
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
    ...from("creation", (rows) => part.created(rows, mayExist, ends)),
    ...when(locks, part.LOCKED),
    ...when(updates, () => part.updated(locks, ends)),
    ...when(heads, () => part.headed(updates, creates)),
    ...when(heads, () => part.EVENTS),
    part.written(heads, sources.note.rows > 0),
    ...from("newRun", (rows) => part.started(rows)),
    ...from("runChange", part.changed),
    ...when(tells, () => part.announced(updates, creates)),
    ...from("audit", (rows) => part.audited(rows)),
    ...from("blob", part.stored),
    ...from("blobRef", (rows) => part.referred(rows)),
  ];
  return `with ${parts.join(",")} select id from written`;
}
