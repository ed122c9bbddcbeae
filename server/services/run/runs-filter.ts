import type { RootFilter } from "#db/queries/root-filter";
import { ServiceError } from "../errors.ts";
import type { RunsFilterInput } from "../inputs.ts";

const MINUTE = 60_000;
const WITHIN_MS = {
  "15m": 15 * MINUTE,
  "1h": 60 * MINUTE,
  "6h": 360 * MINUTE,
  "24h": 1_440 * MINUTE,
  "7d": 7 * 1_440 * MINUTE,
  "30d": 30 * 1_440 * MINUTE,
} as const;

/** The filter that the database takes. Relative ranges are counted back from `now`, an instant of its clock. */
export function rootFilterOf(input: RunsFilterInput, now: number): RootFilter {
  const startedFrom = beginOf("started", input.startedFrom, input.startedWithin, now);
  const endedFrom = beginOf("ended", input.endedFrom, input.endedWithin, now);
  const text = input.q?.trim();
  return withoutAbsent({
    slugs: input.slug,
    notSlugs: input.notSlug,
    statuses: input.status,
    notStatuses: input.notStatus,
    text: text === "" ? undefined : text,
    startedFrom,
    startedTo: input.startedTo === undefined ? undefined : Date.parse(input.startedTo),
    endedFrom,
    endedTo: input.endedTo === undefined ? undefined : Date.parse(input.endedTo),
    minDepth: input.minDepth,
    minRuns: input.minRuns,
    minFailed: input.minFailed,
    minDurationMs: input.minDurationMs,
    maxDurationMs: input.maxDurationMs,
    actors: input.actor,
    demo: input.demo === undefined ? undefined : input.demo === "only",
    waits: input.waits,
  });
}

function beginOf(
  name: "started" | "ended",
  from: string | undefined,
  within: keyof typeof WITHIN_MS | undefined,
  now: number,
): number | undefined {
  if (from !== undefined && within !== undefined) {
    const message = `Give ${name}From or ${name}Within, not both.`;
    throw new ServiceError("VALIDATION", message, [{ path: `/${name}Within`, message }]);
  }
  if (within !== undefined) return now - WITHIN_MS[within];
  return from === undefined ? undefined : Date.parse(from);
}

type WithoutAbsent<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutAbsent<T extends object>(fields: T): WithoutAbsent<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as WithoutAbsent<T>;
}
