import type { Fragment, Sql } from "../client.ts";
import { openStatus } from "./shown-status.ts";

/** What a list of root runs may be narrowed by. Absent = anything. Instants are milliseconds since the epoch. */
export type RootFilter = {
  readonly slugs?: readonly string[];
  readonly notSlugs?: readonly string[];
  /** As people see them: a tree of status `running` may show any of `OPEN_STATUSES`. */
  readonly statuses?: readonly string[];
  readonly notStatuses?: readonly string[];
  /** Part of a label, a slug or the code of a failure, or the beginning of an id. */
  readonly text?: string;
  readonly startedFrom?: number;
  readonly startedTo?: number;
  readonly endedFrom?: number;
  readonly endedTo?: number;
  readonly minDepth?: number;
  readonly minRuns?: number;
  readonly minFailed?: number;
  readonly minDurationMs?: number;
  readonly maxDurationMs?: number;
  /** Names or ids of those who started it. */
  readonly actors?: readonly string[];
  readonly demo?: boolean;
  /** Only what waits for a person, or for its tree to be requeued. */
  readonly waits?: "person" | "requeue";
  /** Codes of the failure that its row shows. */
  readonly errors?: readonly string[];
};

/** By how much the clock that made an id may be away from the database's: ids only narrow the range that is read. */
const CLOCK_SLACK_MS = 3_600_000;
/** What a tree of status `running` may show. One that is quarantined has `needs_attention` as a status of its own. */
const OPEN_STATUSES = ["queued", "running", "waiting", "needs_attention"];

/** Conditions on `trees t`. Every value is a parameter and every name a constant. */
export function rootConditions(sql: Sql, filter: RootFilter): Fragment {
  const conditions = [...identity(sql, filter), ...instants(sql, filter), ...sizes(sql, filter)];
  return conditions.reduce<Fragment>((all, one) => sql`${all} and ${one}`, sql`true`);
}

function identity(sql: Sql, filter: RootFilter): Fragment[] {
  const { slugs, notSlugs, statuses, notStatuses, text, actors, demo, waits, errors } = filter;
  return [
    ...(slugs ? [sql`t.slug = any(${[...slugs]}::text[])`] : []),
    ...(notSlugs ? [sql`t.slug <> all(${[...notSlugs]}::text[])`] : []),
    ...(statuses ? [hasStatus(sql, statuses)] : []),
    ...(notStatuses ? [sql`not ${hasStatus(sql, notStatuses)}`] : []),
    ...(text === undefined ? [] : [mentions(sql, text)]),
    ...(actors
      ? [sql`(t.created_by = any(${[...actors]}::text[]) or t.created_by_id = any(${[...actors]}::text[]))`]
      : []),
    ...(demo === undefined ? [] : [sql`t.demo = ${demo}`]),
    ...(waits === "person"
      ? [sql`t.ended_at is null and exists (select from runs r where r.tree_id = t.id and r.asks)`]
      : []),
    ...(waits === "requeue" ? [sql`t.status = 'needs_attention'`] : []),
    ...(errors ? [sql`${errorCode(sql)} = any(${[...errors]}::text[])`] : []),
  ];
}

function instants(sql: Sql, { startedFrom, startedTo, endedFrom, endedTo }: RootFilter): Fragment[] {
  return [
    ...(startedFrom === undefined
      ? []
      : [
          sql`(t.id >= ${idAt(startedFrom - CLOCK_SLACK_MS)}::uuid and t.started_at >= ${new Date(startedFrom)})`,
        ]),
    ...(startedTo === undefined
      ? []
      : [sql`(t.id < ${idAt(startedTo + CLOCK_SLACK_MS)}::uuid and t.started_at < ${new Date(startedTo)})`]),
    ...(endedFrom === undefined ? [] : [sql`t.ended_at >= ${new Date(endedFrom)}`]),
    ...(endedTo === undefined ? [] : [sql`t.ended_at < ${new Date(endedTo)}`]),
  ];
}

function sizes(sql: Sql, filter: RootFilter): Fragment[] {
  const { minDepth, minRuns, minFailed, minDurationMs, maxDurationMs } = filter;
  return [
    ...(minDepth === undefined ? [] : [sql`t.deepest >= ${minDepth}`]),
    ...(minRuns === undefined ? [] : [sql`t.runs >= ${minRuns}`]),
    ...(minFailed === undefined ? [] : [sql`t.failed_runs >= ${minFailed}`]),
    ...(minDurationMs === undefined ? [] : [sql`t.duration_ms >= ${minDurationMs}::float8`]),
    ...(maxDurationMs === undefined ? [] : [sql`t.duration_ms <= ${maxDurationMs}::float8`]),
  ];
}

/** Runs are looked at of trees that go on only, and those are few. */
function hasStatus(sql: Sql, statuses: readonly string[]): Fragment {
  const open = OPEN_STATUSES.filter((status) => statuses.includes(status));
  const all = open.length === OPEN_STATUSES.length;
  const own = statuses.filter((status) => status !== "running");
  if (all) own.push("running");
  if (all || open.length === 0) return sql`t.status = any(${own}::text[])`;
  return sql`(t.status = any(${own}::text[])
    or (t.status = 'running' and ${openStatus(sql)} = any(${open}::text[])))`;
}

/** Code of the failure that the row of a tree shows: its own or, as long as a place of its root run is parked, that. */
function errorCode(sql: Sql): Fragment {
  return sql`coalesce(t.failure::json ->> 'code', case when t.ended_at is null then
    (select r.failure::json ->> 'code' from runs r where r.tree_id = t.id and r.no = 0) end)`;
}

function mentions(sql: Sql, text: string): Fragment {
  const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  const ids = idRange(text);
  const like = sql`t.label ilike ${pattern} or t.slug ilike ${pattern} or ${errorCode(sql)} ilike ${pattern}`;
  if (!ids) return sql`(${like})`;
  // Lists show the end of an id, since ids of one moment begin alike.
  return sql`(${like} or t.id between ${ids.low}::uuid and ${ids.high}::uuid or t.id::text like ${`%${ids.text}`})`;
}

/** Ids that begin with the text; `null` = it is no part of one. */
function idRange(
  text: string,
): { readonly low: string; readonly high: string; readonly text: string } | null {
  const id = text.trim().toLowerCase().split(".")[0] ?? "";
  const hex = id.replaceAll("-", "");
  if (!/^[0-9a-f]{4,32}$/.test(hex)) return null;
  return { text: id, low: asUuid(hex.padEnd(32, "0")), high: asUuid(hex.padEnd(32, "f")) };
}

/** The least id that is made at an instant: the ids of trees begin with their milliseconds. */
function idAt(ms: number): string {
  const hex = Math.min(Math.max(Math.trunc(ms), 0), 0xffff_ffff_ffff)
    .toString(16)
    .padStart(12, "0");
  return asUuid(hex.padEnd(32, "0"));
}

function asUuid(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
