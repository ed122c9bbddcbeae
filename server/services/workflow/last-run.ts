import { lastEndedRun } from "#db/queries/last-runs-by-slug";
import { type RecordedResult, RecordedResults } from "#server/engine/dry-run/recorded";
import { parseRunId } from "#server/engine/ids";
import type { Json, Stored } from "#server/engine/values/json";
import { foldsPer } from "#server/runtime/folds";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { findRun } from "../run/find-run.ts";
import { MAX_EVENTS } from "../run/foldable.ts";
import { measuredPages } from "../run/journal.ts";
import type { Caller, LastCalls, LastRun, PinnedResult } from "../types.ts";
import { WholeValues } from "./whole-values.ts";

/** Of the workflows that somebody works with; `mostSize` in characters of journals, of which results are a part. */
const KEPT = { limit: 4, idleMs: 120_000, mostSize: 256 * 1024 * 1024 } as const;
type Slug = { readonly slug: string };
type Ended = { readonly id: string; readonly head: number };

/** What the newest run of a workflow that has ended worked with, and what its nodes gave; `null` = none has ended. */
export async function lastRun(services: Services, caller: Caller, { slug }: Slug): Promise<LastRun | null> {
  authorize(caller, "run.read");
  const last = await lastEndedRun(services.db.sql, slug);
  if (!last) return null;
  const { run } = await findRun(services, last.id);
  const results = await recordedResults(services, last);
  const values = new WholeValues(services.db);
  // In this order: what is told first is what a person asks for first.
  const [input = null] = await values.read([results.input]);
  const nodes = await nodeResults(values, results.nodes);
  return { runId: last.id, revision: run.revision, input, nodes, truncated: isCut(last, values) };
}

/** What every call in the tree of that run gave, for a dry run to give again. */
export async function lastCalls(
  services: Services,
  caller: Caller,
  { slug }: Slug,
): Promise<LastCalls | null> {
  authorize(caller, "run.read");
  const last = await lastEndedRun(services.db.sql, slug);
  if (!last) return null;
  const { places } = await recordedResults(services, last);
  const values = new WholeValues(services.db);
  const whole = await values.read([...places.values()]);
  const known = [...places.keys()].flatMap((place, at) => {
    const output = whole[at];
    return output === undefined ? [] : [[place, output] as const];
  });
  return { runId: last.id, places: Object.fromEntries(known), truncated: isCut(last, values) };
}

function isCut({ head }: Ended, { lacks }: WholeValues): boolean {
  return lacks || head > MAX_EVENTS;
}

async function nodeResults(
  values: WholeValues,
  results: ReadonlyMap<string, RecordedResult>,
): Promise<LastRun["nodes"]> {
  const whole = await values.read(Array.from(results.values(), ({ output }): Stored => output));
  const entries = [...results].flatMap(([node, { port }], at): [string, PinnedResult][] => {
    const output: Json | undefined = whole[at];
    return output === undefined ? [] : [[node, { output, ...(port === undefined ? {} : { port }) }]];
  });
  return Object.fromEntries(entries);
}

/** A run that has ended gives the same for ever. */
const lately = foldsPer<RecordedResults>(KEPT);

export function recordedResults(
  services: Pick<Services, "db">,
  { id, head }: Ended,
): Promise<RecordedResults> {
  const treeId = parseRunId(id)?.treeId ?? id;
  return lately(services.db).look(
    `${id} to ${head}`,
    async () => ({ seq: 0, value: new RecordedResults() }),
    async (fold) => {
      if (fold.seq > 0) return;
      const range = { treeId, after: fold.seq, to: Math.min(head, MAX_EVENTS) };
      for await (const { page, characters } of measuredPages(services, range)) {
        for (const { event } of page) fold.value.take(event);
        fold.seq = page.at(-1)?.seq ?? fold.seq;
        fold.size = (fold.size ?? 0) + characters;
      }
      fold.value.end();
    },
  );
}
