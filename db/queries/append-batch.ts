import type { Sql } from "../client.ts";
import type { RunRecord } from "../rows.ts";
import {
  auditColumns,
  blobColumns,
  blobRefColumns,
  entryColumns,
  runChangeColumns,
  runColumns,
} from "./append-columns.ts";
import type { AuditEntry } from "./insert-audit.ts";

/** What an append sets in its tree's row. Instants are milliseconds since the epoch. */
export type TreeHeader = {
  readonly status: string;
  /** When the tree wants an owner if it has none; `null` = only a command wakes it. */
  readonly nextWakeAt: number | null;
  readonly runs: number;
  readonly failedRuns: number;
  readonly deepest: number;
  readonly tokens: number;
  readonly costUsd: number;
  readonly failure: string | null;
  /** Set = the tree ended: it loses its owner. */
  readonly endedAt: number | null;
};

/** Facts of a new tree, written with its first events. */
export type TreeCreation = {
  readonly slug: string;
  readonly revision: number | null;
  readonly maxDepth: number;
  readonly maxRuns: number;
  readonly idempotencyKey: string | null;
  readonly requestHash: string | null;
  /** Name and id of who starts it. */
  readonly createdBy: string;
  readonly createdById: string;
  /** Of its root run. */
  readonly label: string | null;
  readonly startedAt: number;
  readonly maxAgents: number | null;
  readonly timeoutMs: number | null;
  readonly demo: boolean;
  /** Another tree started it. */
  readonly origin?: {
    readonly treeId: string;
    readonly run: number;
    readonly node: string;
    readonly closePolicy: string;
  };
  /** It repeats part of an earlier run. */
  readonly fork?: { readonly from: string; readonly node: string };
  /** It is a tree of the past: it counts as created when it started. */
  readonly backdated?: boolean;
  /** Owner from the start; `null` = the next claim takes it. */
  readonly workerId: string | null;
};

/** Header of a run that the batch starts. */
export type RunHeader = Omit<RunRecord, "treeId">;
/** All fields of a run's header that can change. */
export type RunChange = Pick<
  RunRecord,
  "no" | "status" | "activeNode" | "retries" | "tokens" | "costUsd" | "failure" | "endedSeq" | "endedAt"
>;

/** Events `firstSeq..lastSeq` of one tree and what they changed. */
export type AppendEntry = {
  readonly treeId: string;
  readonly epoch: number;
  /** Last seq before this entry: `firstSeq − 1`, and 0 for a new tree. */
  readonly expectedHead: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** JSON array of the events. */
  readonly events: string;
  readonly header: TreeHeader;
  readonly create?: TreeCreation;
  /** Runs that started in these events, as they are after them. */
  readonly newRuns: readonly RunHeader[];
  /** Runs that were known before and changed; none of `newRuns`. */
  readonly changedRuns: readonly RunChange[];
  readonly blobs: readonly {
    readonly hash: string;
    readonly bytes: number;
    readonly text: string;
    /** Put as an entry of a context. */
    readonly context?: true;
  }[];
  /** Written with the events or not at all. */
  readonly audits?: readonly AuditEntry[];
  /** The events only take the tree over again (`TreeRecovered`, re-deliveries): `crashes` stays. */
  readonly recovery?: boolean;
  /** The workspace is not told: it is about the past, or somebody tells it at once for many. */
  readonly quiet?: boolean;
};

/** `fenced`: another owner has the tree, or its head moved on. `duplicate`: the tree or its idempotency key exists. */
export type AppendRefusal = { readonly treeId: string; readonly reason: "fenced" | "duplicate" };
export type AppendResult = {
  readonly written: ReadonlySet<string>;
  readonly refused: readonly AppendRefusal[];
};

export type AppendBatch = { readonly batchId: string; readonly entries: readonly AppendEntry[] };

/** Bounds of one statement; a larger batch goes in several, each atomic per tree. */
const CHUNK = { entries: 500, rows: 20_000, characters: 32 * 1024 * 1024 } as const;

/**
 * Appends to many trees at once, each one whole or not at all; a refused tree does not touch the others.
 * One round trip and one commit (outside a transaction) unless the batch is very large. A tree may stand in
 * it once. When it throws, the outcome is unknown for every tree: compare `readHead().batchId`.
 */
export async function appendBatch(sql: Sql, { batchId, entries }: AppendBatch): Promise<AppendResult> {
  if (new Set(entries.map((entry) => entry.treeId)).size !== entries.length) {
    throw new Error("A batch names the same tree twice; merge its events into one entry.");
  }
  const written = new Set<string>();
  for (const chunk of chunksOf(entries)) {
    for (const row of await appendChunk(sql, batchId, chunk)) written.add(row.id);
  }
  const refused = entries.filter((entry) => !written.has(entry.treeId));
  return {
    written,
    refused: refused.map(({ treeId, create }) => ({ treeId, reason: create ? "duplicate" : "fenced" })),
  };
}

function* chunksOf(entries: readonly AppendEntry[]): Generator<readonly AppendEntry[]> {
  let chunk: AppendEntry[] = [];
  let rows = 0;
  let characters = 0;
  for (const entry of entries) {
    const entryRows = entry.newRuns.length + entry.changedRuns.length + entry.blobs.length;
    const entryCharacters = entry.blobs.reduce((sum, blob) => sum + blob.text.length, entry.events.length);
    const full =
      chunk.length >= CHUNK.entries ||
      rows + entryRows > CHUNK.rows ||
      characters + entryCharacters > CHUNK.characters;
    if (full && chunk.length > 0) {
      yield chunk;
      chunk = [];
      rows = 0;
      characters = 0;
    }
    chunk.push(entry);
    rows += entryRows;
    characters += entryCharacters;
  }
  if (chunk.length > 0) yield chunk;
}

/**
 * The text never varies, so each connection prepares it once. Row locks are taken in id order by `locked`;
 * the update repeats the fence because it sees the row as it is after the lock was granted.
 */
function appendChunk(sql: Sql, batchId: string, entries: readonly AppendEntry[]): Promise<{ id: string }[]> {
  const e = entryColumns(entries);
  const r = runColumns(entries);
  const c = runChangeColumns(entries);
  const b = blobColumns(entries);
  const f = blobRefColumns(entries);
  const a = auditColumns(entries);
  return sql<{ id: string }[]>`
    with entry as materialized (
      select * from unnest(
        ${e.treeId}::uuid[], ${e.epoch}::int[], ${e.expectedHead}::bigint[], ${e.firstSeq}::bigint[],
        ${e.lastSeq}::bigint[], ${e.events}::text[], ${e.status}::text[], ${e.nextWakeAt}::float8[],
        ${e.runs}::int[], ${e.failedRuns}::int[], ${e.deepest}::int[], ${e.failure}::text[],
        ${e.endedAt}::float8[], ${e.recovery}::int[], ${e.isNew}::int[], ${e.slug}::text[],
        ${e.revision}::int[], ${e.maxDepth}::int[], ${e.maxRuns}::int[], ${e.idempotencyKey}::text[],
        ${e.requestHash}::text[], ${e.createdBy}::text[], ${e.workerId}::uuid[], ${e.createdById}::text[],
        ${e.label}::text[], ${e.startedAt}::float8[], ${e.maxAgents}::int[], ${e.timeoutMs}::float8[],
        ${e.demo}::int[], ${e.backdated}::int[], ${e.quiet}::int[], ${e.tokens}::bigint[], ${e.costUsd}::float8[],
        ${e.originTree}::uuid[], ${e.originRun}::int[], ${e.originNode}::text[], ${e.closePolicy}::text[],
        ${e.forkedFrom}::text[], ${e.forkedNode}::text[]
      ) as t (
        id, epoch, expected_head, first_seq, last_seq, events, status, next_wake_at, runs, failed_runs,
        deepest, failure, ended_at, recovery, is_new, slug, revision, max_depth, max_runs,
        idempotency_key, request_hash, created_by, worker_id, created_by_id, label, started_at, max_agents,
        timeout_ms, demo, backdated, quiet, tokens, cost_usd, origin_tree, origin_run, origin_node, close_policy,
        forked_from, forked_node
      )
    ), locked as materialized (
      select t.id, t.status, t.slug, t.revision, t.label, t.demo, t.created_by, t.created_by_id, t.started_at
      from trees t join entry e on e.id = t.id
      where e.is_new = 0 and t.epoch = e.epoch and t.head = e.expected_head
      order by t.id for update of t
    ), updated as (
      update trees t set
        head = e.last_seq, batch_id = ${batchId}::uuid, status = e.status,
        next_wake_at = to_timestamp(e.next_wake_at / 1000), runs = e.runs, failed_runs = e.failed_runs,
        deepest = e.deepest, tokens = e.tokens, cost_usd = e.cost_usd, failure = e.failure, ended_at = to_timestamp(e.ended_at / 1000),
        crashes = case when e.recovery = 1 then t.crashes else 0 end,
        worker_id = case when e.ended_at is null then t.worker_id end
      from locked l join entry e on e.id = l.id
      where t.id = l.id and t.epoch = e.epoch and t.head = e.expected_head
      returning t.id
    ), created as (
      insert into trees (
        id, slug, revision, status, head, epoch, batch_id, worker_id, next_wake_at, runs, failed_runs, deepest,
        max_depth, max_runs, failure, idempotency_key, request_hash, created_by, ended_at, created_by_id, label,
        started_at, max_agents, timeout_ms, demo, tokens, cost_usd, origin_tree, origin_run, origin_node,
        close_policy, forked_from, forked_node, created_at
      )
      select
        e.id, e.slug, e.revision, e.status, e.last_seq, e.epoch, ${batchId}::uuid,
        case when e.ended_at is null then e.worker_id end,
        coalesce(to_timestamp(e.next_wake_at / 1000), case when e.worker_id is null then now() end),
        e.runs, e.failed_runs, e.deepest, e.max_depth, e.max_runs, e.failure, e.idempotency_key,
        e.request_hash, e.created_by, to_timestamp(e.ended_at / 1000), e.created_by_id, e.label,
        to_timestamp(e.started_at / 1000), e.max_agents, e.timeout_ms, e.demo = 1, e.tokens, e.cost_usd,
        e.origin_tree, e.origin_run, e.origin_node, e.close_policy, e.forked_from, e.forked_node,
        case when e.backdated = 1 then to_timestamp(e.started_at / 1000) else now() end
      from entry e where e.is_new = 1 and e.expected_head = 0 order by e.id
      on conflict do nothing
      returning id
    ), written as materialized (
      select id from updated union all select id from created
    ), events as (
      insert into journal (tree_id, first_seq, last_seq, epoch, batch_id, events)
      select e.id, e.first_seq, e.last_seq, e.epoch, ${batchId}::uuid, e.events from entry e join written using (id)
    ), started as (
      insert into runs (
        tree_id, no, parent_no, node_id, item, depth, path, label, slug, revision, status, active_node,
        retries, failure, started_seq, ended_seq, started_at, ended_at, tokens, cost_usd
      )
      select r.* from unnest(
        ${r.treeId}::uuid[], ${r.no}::int[], ${r.parentNo}::int[], ${r.nodeId}::text[], ${r.item}::int[],
        ${r.depth}::int[], ${r.path}::text[], ${r.label}::text[], ${r.slug}::text[], ${r.revision}::int[],
        ${r.status}::text[], ${r.activeNode}::text[], ${r.retries}::int[], ${r.failure}::text[],
        ${r.startedSeq}::bigint[], ${r.endedSeq}::bigint[], ${r.startedAt}::float8[], ${r.endedAt}::float8[],
        ${r.tokens}::bigint[], ${r.costUsd}::float8[]
      ) as r (tree_id) join written w on w.id = r.tree_id
    ), changed as (
      update runs set
        status = c.status, active_node = c.active_node, retries = c.retries, failure = c.failure,
        ended_seq = c.ended_seq, ended_at = c.ended_at, tokens = c.tokens, cost_usd = c.cost_usd
      from unnest(
        ${c.treeId}::uuid[], ${c.no}::int[], ${c.status}::text[], ${c.activeNode}::text[], ${c.retries}::int[],
        ${c.failure}::text[], ${c.endedSeq}::bigint[], ${c.endedAt}::float8[], ${c.tokens}::bigint[],
        ${c.costUsd}::float8[]
      ) as c (tree_id, no, status, active_node, retries, failure, ended_seq, ended_at, tokens, cost_usd)
      join written w on w.id = c.tree_id
      where runs.tree_id = c.tree_id and runs.no = c.no
    ), announced as (
      insert into workspace_events (kind, subject, slug, status, actor_id, actor_name, version, demo, detail)
      select
        case when e.ended_at is not null then 'run.ended' when e.is_new = 1 then 'run.started' else 'run.changed' end,
        e.id::text, coalesce(l.slug, e.slug), e.status, coalesce(l.created_by_id, e.created_by_id),
        coalesce(l.created_by, e.created_by), e.last_seq + e.epoch, coalesce(l.demo, e.demo = 1),
        json_build_object(
          'label', coalesce(l.label, e.label), 'revision', coalesce(l.revision, e.revision), 'runs', e.runs,
          'failedRuns', e.failed_runs, 'deepest', e.deepest,
          'startedAt', coalesce(extract(epoch from l.started_at) * 1000, e.started_at), 'endedAt', e.ended_at,
          'failure', e.failure::json
        )::text
      from entry e join written using (id) left join locked l using (id)
      where l.status is distinct from e.status and e.quiet = 0
    ), audited as (
      insert into audit_log (actor_kind, actor_id, actor_name, action, object, detail)
      select a.actor_kind, a.actor_id, a.actor_name, a.action, a.object, a.detail
      from unnest(
        ${a.treeId}::uuid[], ${a.actorKind}::text[], ${a.actorId}::text[], ${a.actorName}::text[],
        ${a.action}::text[], ${a.object}::text[], ${a.detail}::text[]
      ) with ordinality as a (tree_id, actor_kind, actor_id, actor_name, action, object, detail, no)
      join written w on w.id = a.tree_id
      order by a.no
    ), stored as (
      insert into blobs (hash, bytes, body, counted)
      select b.*, true from unnest(${b.hash}::text[], ${b.bytes}::int[], ${b.text}::text[]) as b (hash, bytes, body)
      order by b.hash
      on conflict (hash) do update set touched_at = now()
      where blobs.touched_at < now() - interval '10 minutes'
    ), referred as (
      insert into blob_refs (hash, tree_id, context)
      select f.hash, f.tree_id, f.context = 1
      from unnest(${f.treeId}::uuid[], ${f.hash}::text[], ${f.context}::int[]) as f (tree_id, hash, context)
      join written w on w.id = f.tree_id
      order by f.hash, f.tree_id
      on conflict (hash, tree_id) do update set context = false
      where blob_refs.context and not excluded.context
    )
    select id from written`;
}
