import { databaseNow } from "#db/queries/database-now";
import { listAllRuns } from "#db/queries/list-all-runs";
import { listRoots, type RootPlace, type RootRecord, settledValue } from "#db/queries/list-roots";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { ListRunsInput } from "../inputs.ts";
import type { Caller, Page, RootSummary } from "../types.ts";
import { rootSummary } from "../views.ts";
import { readPlace, readRunPlace, writePlace, writeRunPlace } from "./list-cursor.ts";
import { rootFilterOf } from "./runs-filter.ts";

/** Long enough for a commit that was under way to show: a tree that ended later still counts as open. */
const LATE_COMMIT_MS = 2_000;
/** Runs of any depth that one page looks at. */
const SCAN = 20_000;

/**
 * Root runs, or with `children` all runs, filtered and ordered. Pages neither skip nor repeat, in any order, while runs
 * start and end: in an order by size, runs that were open when the first page was read come before all others
 * (after them, ascending), since their numbers still change.
 */
export async function listRuns(
  { db }: Services,
  caller: Caller,
  input: ListRunsInput,
): Promise<Page<RootSummary>> {
  authorize(caller, "run.read");
  return input.children ? await allRuns(db, input) : await rootRuns(db, input);
}

async function rootRuns({ sql }: Services["db"], input: ListRunsInput): Promise<Page<RootSummary>> {
  const { sort: by, order, cursor, limit } = input;
  const after = cursor ? readPlace(cursor, by) : undefined;
  const now = await databaseNow(sql);
  const asOf = after && after.by !== "started" ? after.asOf : new Date(now - LATE_COMMIT_MS);
  const roots = await listRoots(sql, {
    filter: rootFilterOf(input, now),
    by,
    ascending: order === "asc",
    asOf,
    limit: limit + 1,
    ...(after ? { after } : {}),
  });
  const page = roots.slice(0, limit);
  const last = page.at(-1);
  const nextCursor = roots.length > limit && last ? writePlace(placeOf(last, by, asOf)) : null;
  return { data: page.map(rootSummary), nextCursor };
}

function placeOf({ tree }: RootRecord, by: ListRunsInput["sort"], asOf: Date): RootPlace {
  const { id, endedAt } = tree;
  if (by === "started") return { by, id };
  if (endedAt === null || endedAt > asOf) return { by, asOf, open: true, id };
  return { by, asOf, open: false, value: settledValue(tree, by), id };
}

async function allRuns({ sql }: Services["db"], input: ListRunsInput): Promise<Page<RootSummary>> {
  const { sort, order, cursor, limit } = input;
  if (sort !== "started" || order !== "desc") {
    const message = "With children, runs are listed by start, newest first. Leave sort and order out.";
    throw new ServiceError("VALIDATION", message, [
      { path: sort === "started" ? "/order" : "/sort", message },
    ]);
  }
  const after = cursor ? readRunPlace(cursor) : undefined;
  const { data, next } = await listAllRuns(sql, {
    filter: rootFilterOf(input, await databaseNow(sql)),
    limit,
    scan: SCAN,
    ...(after ? { after } : {}),
  });
  return { data: data.map(rootSummary), nextCursor: next && writeRunPlace(next) };
}
