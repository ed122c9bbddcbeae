import { countStatisticsTrees, statisticsByDepth as readByDepth } from "#db/queries/statistics";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { StatisticsInput } from "../inputs-statistics.ts";
import type { Caller } from "../types.ts";
import type { StatisticsByDepth } from "../types-statistics.ts";
import { spanOf } from "./span.ts";

/** What is read for a look: trees that ended, the newest first, until so many runs have come together. */
const BOUNDS = { limit: 20_000, mostRuns: 50_000 } as const;

/** Runs by their depth in trees of a workflow, or of all, that have ended. */
export async function statisticsByDepth(
  services: Pick<Services, "db">,
  caller: Caller,
  input: StatisticsInput,
): Promise<StatisticsByDepth> {
  authorize(caller, "run.read");
  const { sql } = services.db;
  const span = await spanOf(services, input);
  const scope = { slug: span.slug, from: span.from, ...BOUNDS };
  const [count, depths] = await Promise.all([countStatisticsTrees(sql, scope), readByDepth(sql, scope)]);
  return { from: span.from.toISOString(), to: span.to.toISOString(), ...count, depths };
}
