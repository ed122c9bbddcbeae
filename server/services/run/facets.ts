import {
  countRoots,
  countRootsByActor,
  countRootsByStatus,
  countRootsByWorkflow,
} from "#db/queries/count-roots";
import { databaseNow } from "#db/queries/database-now";
import type { Status } from "#server/engine/live/wire";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { RunsFilterInput } from "../inputs.ts";
import type { Caller, RunsFacets } from "../types.ts";
import { rootFilterOf } from "./runs-filter.ts";

const COUNT_CAP = 10_000;
const MOST = 50;

/** How many root runs match, and how they spread over statuses, workflows and people. */
export async function runsFacets(
  { db }: Services,
  caller: Caller,
  input: RunsFilterInput,
): Promise<RunsFacets> {
  authorize(caller, "run.read");
  const { sql } = db;
  const filter = rootFilterOf(input, await databaseNow(sql));
  const { statuses: _s, notStatuses: _ns, ...anyStatus } = filter;
  const { slugs: _w, notSlugs: _nw, ...anyWorkflow } = filter;
  const { actors: _a, ...anyActor } = filter;
  const [count, statuses, workflows, actors] = await Promise.all([
    countRoots(sql, filter, COUNT_CAP),
    countRootsByStatus(sql, anyStatus),
    countRootsByWorkflow(sql, anyWorkflow, MOST),
    countRootsByActor(sql, anyActor, MOST),
  ]);
  return {
    total: { count: Math.min(count, COUNT_CAP), more: count > COUNT_CAP },
    statuses: statuses.map(({ status, count: runs }) => ({ status: status as Status, count: runs })),
    workflows,
    actors,
  };
}
