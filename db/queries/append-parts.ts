/** Parts of the append. `rows` is a query of the part's columns. */

/** Where the row of a new tree stands: what every append says of it, and what only its first one does. */
type NewTree = { readonly entry: string; readonly creation: string; readonly ends: boolean };

const TREE_COLUMNS = `
      id, slug, revision, status, head, epoch, worker_id, next_wake_at, runs, failed_runs, deepest,
      max_depth, max_runs, failure, idempotency_key, request_hash, created_by, ended_at, created_by_id, label,
      started_at, max_agents, timeout_ms, demo, tokens, cost_usd, origin_tree, origin_run, origin_node,
      close_policy, forked_from, forked_node, created_at`;

/** Begins the insert of new trees: what follows is where they come from. */
export const insertTree = ({ entry: e, creation: c, ends }: NewTree): string => `
    insert into trees (${TREE_COLUMNS}${ends ? `, ${SETTLED}` : ""})
    select
      ${e}.id, ${c}.slug, ${c}.revision, ${e}.status, ${e}.last_seq, ${e}.epoch,
      case when ${e}.ended_at is null then ${c}.worker_id end,
      coalesce(to_timestamp(${e}.next_wake_at / 1000), case when ${c}.worker_id is null then now() end),
      ${e}.runs, ${e}.failed_runs, ${e}.deepest, ${c}.max_depth, ${c}.max_runs, ${e}.failure, ${c}.idempotency_key,
      ${c}.request_hash, ${c}.created_by, to_timestamp(${e}.ended_at / 1000), ${c}.created_by_id, ${c}.label,
      to_timestamp(${c}.started_at / 1000), ${c}.max_agents, ${c}.timeout_ms, ${c}.demo = 1, ${e}.tokens, ${e}.cost_usd,
      ${c}.origin_tree, ${c}.origin_run, ${c}.origin_node, ${c}.close_policy, ${c}.forked_from, ${c}.forked_node,
      case when ${c}.backdated = 1 then to_timestamp(${c}.started_at / 1000) else now() end
      ${ends ? `, ${settled(e, `to_timestamp(${c}.started_at / 1000)`)}` : ""}`;

export const created = (rows: string, mayExist: boolean, ends: boolean): string => `
  creation as materialized (${rows}),
  created as (
    ${insertTree({ entry: "e", creation: "c", ends })}
    from entry e join creation c on c.tree_id = e.id where e.expected_head = 0 order by e.id
    ${mayExist ? "on conflict do nothing" : ""}
    returning *
  )`;

const SETTLED = "settled_runs, settled_failed, settled_depth, duration_ms";

/** What lists sort ended trees by; null of those that have not ended. */
function settled(entry: string, startedAt: string): string {
  const counts = ["runs", "failed_runs", "deepest"].map(
    (of) => `case when ${entry}.ended_at is not null then ${entry}.${of} end`,
  );
  return [...counts, `extract(epoch from to_timestamp(${entry}.ended_at / 1000) - ${startedAt}) * 1000`].join(
    ", ",
  );
}

/**
 * Row locks in id order, so that two writers never wait for each other in a ring. What an entry holds rides along: the
 * planner takes one row for what comes out of here, and compares each with each where it is joined again.
 */
export const LOCKED = (): string => `
  locked as materialized (
    select e.*, t.status as before
    from trees t join entry e on e.id = t.id
    where e.is_new = 0 and t.epoch = e.epoch and ${fits("e")}
    order by t.id for update of t
  )`;

/**
 * Repeats of the fence what the row itself says, for it sees the row as it is after the lock was granted; the journal it
 * sees as `locked` did.
 */
export const updated = (locks: boolean, ends: boolean): string => `
  updated as (
    update trees t set
      head = e.last_seq, status = e.status, next_wake_at = to_timestamp(e.next_wake_at / 1000),
      runs = e.runs, failed_runs = e.failed_runs, deepest = e.deepest, tokens = e.tokens, cost_usd = e.cost_usd,
      failure = e.failure, ended_at = to_timestamp(e.ended_at / 1000),
      crashes = case when e.recovery = 1 then t.crashes else 0 end,
      worker_id = case when e.ended_at is null then t.worker_id end
      ${ends ? `, (${SETTLED}) = row(${settled("e", "t.started_at")})` : ""}
    from ${locks ? "locked" : "entry"} e
    where t.id = e.id and e.is_new = 0 and t.epoch = e.epoch and t.head <= e.expected_head
      ${locks ? "" : `and ${fits("e")}`}
    returning t.id, e.first_seq, e.last_seq, e.epoch, e.events${locks ? ", e.before, e.quiet, t.slug, t.revision, t.label, t.demo, t.created_by, t.created_by_id, t.started_at, t.status, t.ended_at, t.runs, t.failed_runs, t.deepest, t.failure" : ""}
  )`;

/** Entries that are there, each with its tree. */
export const headed = (updates: boolean, creates: boolean): string => `
  headed as materialized (
    ${updates ? "select id, first_seq, last_seq, epoch, events from updated" : ""}
    ${updates && creates ? "union all" : ""}
    ${creates ? "select e.id, e.first_seq, e.last_seq, e.epoch, e.events from entry e join created using (id)" : ""}
  )`;

const JOURNAL = "insert into journal (tree_id, first_seq, last_seq, epoch, events)";

/**
 * Takes no lock on the tree, so a claim may be committed meanwhile: then the key of the journal lets exactly one of the
 * two owners have the next seq. Hence no conflict here is passed over; see `appendBatch`.
 */
export const EVENTS = `
  events as (
    ${JOURNAL} select w.id, w.first_seq, w.last_seq, w.epoch, w.events from headed w
  )`;

/** The first rows of journals. */
export const begun = (rows: string): string => `
  begun as (
    ${JOURNAL} select f.id, f.first_seq, f.last_seq, f.epoch, f.events from (${rows}) f
  )`;

/**
 * Entries that change nothing but the journal. That another owner has the same seq meanwhile is seldom, so it is an error
 * (see `appendBatch`) and not asked for at each step: `on conflict` writes a second record to the log.
 */
export const noted = (rows: string): string =>
  `${JOURNAL}
    select n.id, n.expected_head + 1, n.last_seq, n.epoch, n.events from (${rows}) n
    where exists (select from trees t where t.id = n.id and t.epoch = n.epoch) and ${fits("n")}
    returning tree_id as id`;

export const written = (heads: boolean, notes: boolean): string => `
  written as materialized (
    ${heads ? "select id from headed" : ""} ${heads && notes ? "union all" : ""} ${notes ? "select id from noted" : ""}
  )`;

/** The journal ends where the entry begins: by its own rows, for the row of the tree may be behind. */
function fits(entry: string): string {
  return `(select j.last_seq from journal j where j.tree_id = ${entry}.id order by j.first_seq desc limit 1) = ${entry}.expected_head`;
}

/** Of rows of parts that hang on their tree's entry: those of entries that were written; `false` = all are. */
const ofWritten = (alias: string, checked: boolean): string =>
  checked ? `join written w on w.id = ${alias}.tree_id` : "";

export const started = (rows: string, checked = true): string => `
  started as (
    insert into runs (
      tree_id, no, parent_no, node_id, item, depth, path, label, slug, revision, status, active_node,
      retries, failure, started_seq, ended_seq, started_at, ended_at, tokens, cost_usd, parked, notes, asks
    )
    select r.* from (${rows}) r ${ofWritten("r", checked)}
  )`;

export const changed = (rows: string): string => `
  changed as (
    update runs set
      status = c.status, active_node = c.active_node, retries = c.retries, failure = c.failure,
      ended_seq = c.ended_seq, ended_at = c.ended_at, tokens = c.tokens, cost_usd = c.cost_usd,
      parked = c.parked, notes = c.notes, asks = c.asks
    from (${rows}) c join written w on w.id = c.tree_id
    where runs.tree_id = c.tree_id and runs.no = c.no
  )`;

const TOLD =
  "slug, revision, label, demo, created_by, created_by_id, started_at, status, ended_at, runs, failed_runs, deepest, failure";

/** Tells the workspace of trees that are new or whose status changed. */
export const announced = (updates: boolean, creates: boolean): string => `
  told as (
    ${updates ? `select id, before, last_seq + epoch as version, ${TOLD} from updated where quiet = 0` : ""}
    ${updates && creates ? "union all" : ""}
    ${creates ? `select id, null, head + epoch, ${TOLD} from created where id in (select id from entry where quiet = 0)` : ""}
  ),
  announced as (
    insert into workspace_events (kind, subject, slug, status, actor_id, actor_name, version, demo, detail)
    select
      case when t.ended_at is not null then 'run.ended' when t.before is null then 'run.started' else 'run.changed' end,
      t.id::text, t.slug, t.status, t.created_by_id, t.created_by, t.version, t.demo,
      json_build_object(
        'label', t.label, 'revision', t.revision, 'runs', t.runs, 'failedRuns', t.failed_runs, 'deepest', t.deepest,
        'startedAt', extract(epoch from t.started_at) * 1000, 'endedAt', extract(epoch from t.ended_at) * 1000,
        'failure', t.failure::json
      )::text
    from told t(id, before, version, ${TOLD}) where t.before is distinct from t.status
  )`;

/** Tells the workspace what is worded already. */
export const tellsOf = (rows: string): string => `
  told as (
    insert into workspace_events (kind, subject, slug, status, actor_id, actor_name, version, demo, detail)
    select * from (${rows}) f
  )`;

export const audited = (rows: string, checked = true): string => `
  audited as (
    insert into audit_log (actor_kind, actor_id, actor_name, action, object, detail)
    select a.actor_kind, a.actor_id, a.actor_name, a.action, a.object, a.detail
    from (${rows}) a ${ofWritten("a", checked)}
    order by a.tree_id, a.no
  )`;

/** Trees may share values, so they are kept also where their tree's entry is refused. */
export const stored = (rows: string): string => `
  stored as (
    insert into blobs (hash, bytes, body, counted)
    select b.hash, b.bytes, b.body, true from (${rows}) b order by b.hash
    on conflict (hash) do update set touched_at = now()
    where blobs.touched_at < now() - interval '10 minutes'
  )`;

export const referred = (rows: string, checked = true): string => `
  referred as (
    insert into blob_refs (hash, tree_id, context)
    select f.hash, f.tree_id, f.context = 1 from (${rows}) f ${ofWritten("f", checked)}
    order by f.hash, f.tree_id
    on conflict (hash, tree_id) do update set context = false
    where blob_refs.context and not excluded.context
  )`;
