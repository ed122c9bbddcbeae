import type { Sql } from "../client.ts";
import type { AppendEntry, TreeCreation } from "./append-batch.ts";
import {
  AUDIT,
  auditsOf,
  BLOB,
  BLOB_REF,
  blobRefsOf,
  blobsOf,
  type Column,
  CREATION,
  ENTRY,
  NEW_RUN,
  newRunsOf,
} from "./append-columns.ts";
import * as part from "./append-parts.ts";
import { keyOf, rowTexts, type Source, source } from "./append-sources.ts";

type Fresh = AppendEntry & { readonly create: TreeCreation };

/** A new tree that cannot be there already: its id is new, and no key of a request names it. */
export function isFresh(entry: AppendEntry): entry is Fresh {
  const { create, expectedHead, changedRuns } = entry;
  return create?.idempotencyKey === null && expectedHead === 0 && changedRuns.length === 0;
}

const TEXTS = new Map<string, string>();

/**
 * The append of new trees and nothing else: no row can be in their way, so each part inserts its own and waits for none
 * of the others. As entries among others, where a part goes by what came out of the one before, one tree takes
 * about 0.46 ms instead of 0.32 to 0.37 (fastest tenth, busy machine).
 */
export function freshStatement(sql: Sql, entries: readonly Fresh[]): Promise<{ id: string }[]> {
  const sources = sourcesOf(entries);
  const ends = entries.some(({ header }) => header.endedAt !== null);
  const key = `${ends}${keyOf(sources)}`;
  let text = TEXTS.get(key);
  if (text === undefined) {
    text = textOf(sources, ends);
    TEXTS.set(key, text);
  }
  const parameters = Object.values(sources).flatMap((each) => each.parameters());
  return sql.unsafe<{ id: string }[]>(text, parameters as never[], { prepare: true });
}

const TREE: readonly Column<Fresh>[] = [
  ...ENTRY.filter(
    ([name]) => !["expected_head", "first_seq", "events", "recovery", "is_new", "quiet"].includes(name),
  ),
  ...CREATION.filter(([name]) => name !== "tree_id").map(
    ([name, type, of]): Column<Fresh> => [name, type, ({ treeId, create }) => of({ treeId, row: create })],
  ),
];

const JOURNAL = ["id", "first_seq", "last_seq", "epoch", "events"].flatMap((wanted) =>
  ENTRY.filter(([name]) => name === wanted),
);

/** As `announced` of the append writes it of any other entry. */
const TOLD: readonly Column<Fresh>[] = [
  ["kind", "text", ({ header }) => (header.endedAt === null ? "run.started" : "run.ended")],
  ["subject", "text", ({ treeId }) => treeId],
  ["slug", "text", ({ create }) => create.slug],
  ["status", "text", ({ header }) => header.status],
  ["actor_id", "text", ({ create }) => create.createdById],
  ["actor_name", "text", ({ create }) => create.createdBy],
  ["version", "bigint", ({ lastSeq, epoch }) => lastSeq + epoch],
  ["demo", "bool", ({ create }) => create.demo],
  ["detail", "text", detailOf],
];

function detailOf({ create, header }: Fresh): string {
  const { label, revision, startedAt } = create;
  const { runs, failedRuns, deepest, endedAt, failure } = header;
  const told = { label, revision, runs, failedRuns, deepest, startedAt, endedAt };
  return JSON.stringify({ ...told, failure: failure === null ? null : JSON.parse(failure) });
}

type Sources = Readonly<
  Record<"tree" | "journal" | "told" | "newRun" | "audit" | "blob" | "blobRef", Source>
>;

function sourcesOf(entries: readonly Fresh[]): Sources {
  const alone = entries.length === 1;
  return {
    tree: source({ columns: TREE, rows: entries }, alone),
    journal: source({ columns: JOURNAL, rows: entries }, alone),
    told: source({ columns: TOLD, rows: entries.filter(({ quiet }) => quiet !== true) }, alone),
    newRun: source({ columns: NEW_RUN, rows: newRunsOf(entries) }, alone),
    audit: source({ columns: AUDIT, rows: auditsOf(entries) }, alone),
    blob: source({ columns: BLOB, rows: blobsOf(entries) }, alone),
    blobRef: source({ columns: BLOB_REF, rows: blobRefsOf(entries) }, alone),
  };
}

function textOf(sources: Sources, ends: boolean): string {
  const rows = rowTexts(sources);
  const from = (name: keyof Sources, text: (rows: string) => string): string[] =>
    sources[name].rows > 0 ? [text(rows[name])] : [];
  const parts = [
    ...from("journal", part.begun),
    ...from("newRun", (runs) => part.started(runs, false)),
    ...from("told", part.tellsOf),
    ...from("audit", (audits) => part.audited(audits, false)),
    ...from("blob", part.stored),
    ...from("blobRef", (refs) => part.referred(refs, false)),
  ];
  return `with ${parts.join(",")} ${part.insertTree({ entry: "f", creation: "f", ends })} from (${rows.tree}) f returning id`;
}
