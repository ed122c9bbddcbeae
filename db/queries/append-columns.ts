import type { AppendEntry, RunChange, RunHeader, TreeCreation } from "./append-batch.ts";
import type { AuditEntry } from "./insert-audit.ts";

/** Name, type in PostgreSQL (`events` = rows of the journal), and what a row has there. */
export type Column<Row> = readonly [name: string, type: string, of: (row: Row) => unknown];

/** A row of something that belongs to a tree. */
type Of<Row> = { readonly treeId: string; readonly row: Row };

function belowTree<Row>(columns: readonly Column<Row>[]): readonly Column<Of<Row>>[] {
  const below = columns.map(([name, type, of]): Column<Of<Row>> => [name, type, ({ row }) => of(row)]);
  return [["tree_id", "uuid", ({ treeId }) => treeId], ...below];
}

function each<Row>(
  entries: readonly AppendEntry[],
  of: (entry: AppendEntry) => readonly Row[] | undefined,
): Of<Row>[] {
  return entries.flatMap((entry) => (of(entry) ?? []).map((row) => ({ treeId: entry.treeId, row })));
}

/** What an entry needs that changes nothing but the journal. */
export const NOTE: readonly Column<AppendEntry>[] = [
  ["id", "uuid", (e) => e.treeId],
  ["epoch", "int", (e) => e.epoch],
  ["expected_head", "int", (e) => e.expectedHead],
  ["last_seq", "int", (e) => e.lastSeq],
  ["events", "events", (e) => e.events],
];

export const ENTRY: readonly Column<AppendEntry>[] = [
  ["id", "uuid", (e) => e.treeId],
  ["epoch", "int", (e) => e.epoch],
  ["expected_head", "int", (e) => e.expectedHead],
  ["first_seq", "int", (e) => e.firstSeq],
  ["last_seq", "int", (e) => e.lastSeq],
  ["events", "events", (e) => e.events],
  ["status", "text", (e) => e.header.status],
  ["next_wake_at", "float8", (e) => e.header.nextWakeAt],
  ["runs", "int", (e) => e.header.runs],
  ["failed_runs", "int", (e) => e.header.failedRuns],
  ["deepest", "int", (e) => e.header.deepest],
  ["failure", "text", (e) => e.header.failure],
  ["ended_at", "float8", (e) => e.header.endedAt],
  ["recovery", "int", (e) => (e.recovery === true ? 1 : 0)],
  ["is_new", "int", (e) => (e.create ? 1 : 0)],
  ["quiet", "int", (e) => (e.quiet === true ? 1 : 0)],
  ["tokens", "bigint", (e) => e.header.tokens],
  ["cost_usd", "float8", (e) => e.header.costUsd],
];

export const CREATION = belowTree<TreeCreation>([
  ["slug", "text", (c) => c.slug],
  ["revision", "int", (c) => c.revision],
  ["max_depth", "int", (c) => c.maxDepth],
  ["max_runs", "int", (c) => c.maxRuns],
  ["idempotency_key", "text", (c) => c.idempotencyKey],
  ["request_hash", "text", (c) => c.requestHash],
  ["created_by", "text", (c) => c.createdBy],
  ["worker_id", "uuid", (c) => c.workerId],
  ["created_by_id", "text", (c) => c.createdById],
  ["label", "text", (c) => c.label],
  ["started_at", "float8", (c) => c.startedAt],
  ["max_agents", "int", (c) => c.maxAgents],
  ["timeout_ms", "float8", (c) => c.timeoutMs],
  ["demo", "int", (c) => (c.demo ? 1 : 0)],
  ["backdated", "int", (c) => (c.backdated === true ? 1 : 0)],
  ["origin_tree", "uuid", (c) => c.origin?.treeId ?? null],
  ["origin_run", "int", (c) => c.origin?.run ?? null],
  ["origin_node", "text", (c) => c.origin?.node ?? null],
  ["close_policy", "text", (c) => c.origin?.closePolicy ?? null],
  ["forked_from", "text", (c) => c.fork?.from ?? null],
  ["forked_node", "text", (c) => c.fork?.node ?? null],
]);
export const creationsOf = (entries: readonly AppendEntry[]) =>
  each(entries, ({ create }) => create && [create]);

/** For an approval, or for a word on a place that has failed. */
function asksPerson({ endedAt, parked, notes }: Pick<RunHeader, "endedAt" | "parked" | "notes">): boolean {
  return endedAt === null && (parked > 0 || notes?.includes('{"kind":"approval"') === true);
}

export const NEW_RUN = belowTree<RunHeader>([
  ["no", "int", (r) => r.no],
  ["parent_no", "int", (r) => r.parentNo],
  ["node_id", "text", (r) => r.nodeId],
  ["item", "int", (r) => r.item],
  ["depth", "int", (r) => r.depth],
  ["path", "text", (r) => r.path],
  ["label", "text", (r) => r.label],
  ["slug", "text", (r) => r.slug],
  ["revision", "int", (r) => r.revision],
  ["status", "text", (r) => r.status],
  ["active_node", "text", (r) => r.activeNode],
  ["retries", "int", (r) => r.retries],
  ["failure", "text", (r) => r.failure],
  ["started_seq", "bigint", (r) => r.startedSeq],
  ["ended_seq", "bigint", (r) => r.endedSeq],
  ["started_at", "float8", (r) => r.startedAt],
  ["ended_at", "float8", (r) => r.endedAt],
  ["tokens", "bigint", (r) => r.tokens],
  ["cost_usd", "float8", (r) => r.costUsd],
  ["parked", "int", (r) => r.parked],
  ["notes", "text", (r) => r.notes],
  ["asks", "bool", asksPerson],
]);
export const newRunsOf = (entries: readonly AppendEntry[]) => each(entries, ({ newRuns }) => newRuns);

export const RUN_CHANGE = belowTree<RunChange>([
  ["no", "int", (r) => r.no],
  ["status", "text", (r) => r.status],
  ["active_node", "text", (r) => r.activeNode],
  ["retries", "int", (r) => r.retries],
  ["failure", "text", (r) => r.failure],
  ["ended_seq", "bigint", (r) => r.endedSeq],
  ["ended_at", "float8", (r) => r.endedAt],
  ["tokens", "bigint", (r) => r.tokens],
  ["cost_usd", "float8", (r) => r.costUsd],
  ["parked", "int", (r) => r.parked],
  ["notes", "text", (r) => r.notes],
  ["asks", "bool", asksPerson],
]);
export const runChangesOf = (entries: readonly AppendEntry[]) =>
  each(entries, ({ changedRuns }) => changedRuns);

type Numbered = { readonly no: number; readonly audit: AuditEntry };

/** `no`: the order in which the commands were decided. */
export const AUDIT = belowTree<Numbered>([
  ["no", "int", ({ no }) => no],
  ["actor_kind", "text", ({ audit }) => audit.actor.kind],
  ["actor_id", "text", ({ audit }) => audit.actor.id],
  ["actor_name", "text", ({ audit }) => audit.actor.name],
  ["action", "text", ({ audit }) => audit.action],
  ["object", "text", ({ audit }) => audit.object],
  ["detail", "text", ({ audit }) => audit.detail ?? null],
]);
export const auditsOf = (entries: readonly AppendEntry[]) =>
  each(entries, ({ audits }) => audits?.map((audit, no) => ({ no, audit })));

type Blob = AppendEntry["blobs"][number];

export const BLOB: readonly Column<Blob>[] = [
  ["hash", "text", (b) => b.hash],
  ["bytes", "int", (b) => b.bytes],
  ["body", "text", (b) => b.text],
];

/** Each value once, in hash order, so that two writers of the same values never wait for each other. */
export function blobsOf(entries: readonly AppendEntry[]): readonly Blob[] {
  const distinct = new Map(entries.flatMap((entry) => entry.blobs).map((blob) => [blob.hash, blob]));
  return [...distinct.values()].toSorted((a, b) => (a.hash < b.hash ? -1 : 1));
}

type BlobRef = { readonly hash: string; readonly context: boolean };

export const BLOB_REF = belowTree<BlobRef>([
  ["hash", "text", (ref) => ref.hash],
  ["context", "int", (ref) => (ref.context ? 1 : 0)],
]);

/** Which tree puts which value, each pair once; what is put outside a context too counts as that. */
export const blobRefsOf = (entries: readonly AppendEntry[]) =>
  each(entries, ({ blobs }): BlobRef[] => {
    const contexts = new Map<string, boolean>();
    for (const { hash, context } of blobs)
      contexts.set(hash, context === true && (contexts.get(hash) ?? true));
    return [...contexts].map(([hash, context]) => ({ hash, context }));
  });
