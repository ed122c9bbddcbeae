import type { RootFilter } from "#db/queries/root-filter";
import { ServiceError } from "../errors.ts";
import type { RunsFilterInput } from "../inputs.ts";

const SECOND = 1_000;
const UNITS: Readonly<Record<string, number>> = {
  s: SECOND,
  m: 60 * SECOND,
  h: 3_600 * SECOND,
  d: 86_400 * SECOND,
  w: 604_800 * SECOND,
};

/** The filter that the database takes. Relative ranges are counted back from `now`, an instant of its clock. */
export function rootFilterOf(input: RunsFilterInput, now: number): RootFilter {
  const at = (instant: Bound, span: Bound) => momentOf(input, instant, span, now);
  const text = input.q?.trim();
  return withoutAbsent({
    slugs: input.slug,
    notSlugs: input.notSlug,
    statuses: input.status,
    notStatuses: input.notStatus,
    text: text === "" ? undefined : text,
    startedFrom: at("startedFrom", "startedWithin"),
    startedTo: at("startedTo", "startedBefore"),
    endedFrom: at("endedFrom", "endedWithin"),
    endedTo: at("endedTo", "endedBefore"),
    minDepth: input.minDepth,
    minRuns: input.minRuns,
    minFailed: input.minFailed,
    minDurationMs: input.minDurationMs,
    maxDurationMs: input.maxDurationMs,
    actors: input.actor,
    demo: input.demo === undefined ? undefined : input.demo === "only",
    waits: input.waits,
    errors: input.error,
  });
}

type Bound = Extract<keyof RunsFilterInput, `${"started" | "ended"}${string}`>;

/** A bound is an instant or a span before `now`, not both. */
function momentOf(input: RunsFilterInput, instant: Bound, span: Bound, now: number): number | undefined {
  const [from, ago] = [input[instant], input[span]];
  if (from !== undefined && ago !== undefined) {
    const message = `Give ${instant} or ${span}, not both.`;
    throw new ServiceError("VALIDATION", message, [{ path: `/${span}`, message }]);
  }
  if (ago !== undefined)
    return Math.max(0, now - Number.parseInt(ago, 10) * (UNITS[ago.slice(-1)] ?? SECOND));
  return from === undefined ? undefined : Date.parse(from);
}

type WithoutAbsent<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutAbsent<T extends object>(fields: T): WithoutAbsent<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as WithoutAbsent<T>;
}
