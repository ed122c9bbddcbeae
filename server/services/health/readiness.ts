import { countLiveWorkers } from "#db/queries/count-live-workers";
import { getSetting } from "#db/queries/settings";
import type { Services } from "../context.ts";

export type Readiness = { readonly ready: boolean; readonly reasons: readonly string[] };

const PATIENCE_MS = 2_000;

/** Whether work that arrives now is taken care of. Reasons are for operators and say nothing secret. */
export async function readiness(services: Pick<Services, "db" | "incarnation" | "log">): Promise<Readiness> {
  try {
    const reasons = await withinTime(reasonsAgainst(services));
    return { ready: reasons.length === 0, reasons };
  } catch (error) {
    services.log.warn({ err: error }, "the readiness check failed");
    return { ready: false, reasons: ["The database does not answer."] };
  }
}

/** The incarnation is written by the process that migrated, so a database that has it has its tables. */
async function reasonsAgainst({
  db,
  incarnation,
}: Pick<Services, "db" | "incarnation">): Promise<readonly string[]> {
  const [stored, workers] = await Promise.all([getSetting(db.sql, "incarnation"), countLiveWorkers(db.sql)]);
  return [
    ...(stored === incarnation
      ? []
      : ["The database was replaced while the server ran. Restart the server."]),
    ...(workers > 0 ? [] : ["No worker has renewed its lease lately, so runs do not move."]),
  ];
}

async function withinTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
