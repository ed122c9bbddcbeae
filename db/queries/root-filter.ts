import type { Fragment, Sql } from "../client.ts";

/** What a list of root runs may be narrowed by. Absent = anything. Instants are milliseconds since the epoch. */
export type RootFilter = {
  readonly slugs?: readonly string[];
  readonly notSlugs?: readonly string[];
  /** As people see them: `queued`, `running` and `waiting` are all `running` to the tree. */
  readonly statuses?: readonly string[];
  readonly notStatuses?: readonly string[];
  /** Part of a label or slug, or the beginning of an id. */
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
  /** Only what waits for a person. */
  readonly waits?: "person";
};

/** By how much the clock that made an id may be away from the database's: ids only narrow the range that is read. */
const CLOCK_SLACK_MS = 3_600_000;
/** What a tree of status `running` may look like from its root run. */
const OPEN_STATUSES = ["queued", "running", "waiting"];

/** Conditions on `trees t`. Every value is a parameter and every name a constant. */
export function rootConditions(sql: Sql, filter: RootFilter): Fragment {
  const conditions = [...identity(sql, filter), ...instants(sql, filter), ...sizes(sql, filter)];
  return conditions.reduce<Fragment>((all, one) => sql`${all} and ${one}`, sql`true`);
}

function identity(sql: Sql, filter: RootFilter): Fragment[] {
  const { slugs, notSlugs, statuses, notStatuses, text, actors, demo, waits } = filter;
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
    ...(waits
      ? [sql`t.ended_at is null and exists (select from runs r where r.tree_id = t.id and r.asks)`]
      : []),
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

/** Only trees that go on have a root run that is looked at, and those are few. */
function hasStatus(sql: Sql, statuses: readonly string[]): Fragment {
  const open = OPEN_STATUSES.filter((status) => statuses.includes(status));
  const plain = statuses.filter((status) => !OPEN_STATUSES.includes(status));
  if (open.length === OPEN_STATUSES.length) plain.push("running");
  if (open.length === 0 || open.length === OPEN_STATUSES.length) return sql`t.status = any(${plain}::text[])`;
  return sql`(t.status = any(${plain}::text[]) or (t.status = 'running' and exists (
    select from runs r where r.tree_id = t.id and r.no = 0 and r.status = any(${open}::text[]))))`;
}

function mentions(sql: Sql, text: string): Fragment {
  const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  const ids = idRange(text);
  const like = sql`t.label ilike ${pattern} or t.slug ilike ${pattern}`;
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
