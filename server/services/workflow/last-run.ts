import { getBlobs } from "#db/queries/get-blobs";
import { lastEndedRun } from "#db/queries/last-runs-by-slug";
import { type RecordedResult, RecordedResults } from "#server/engine/dry-run/recorded";
import { parseRunId } from "#server/engine/ids";
import { blobHashes, resolve } from "#server/engine/values/index";
import type { Json, Stored } from "#server/engine/values/json";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { findRun } from "../run/find-run.ts";
import { journalPages } from "../run/journal.ts";
import type { Caller, LastRun } from "../types.ts";

const MOST_EVENTS = 50_000;
const MOST_BYTES = 2 * 1024 * 1024;

/** What the newest run of a workflow that has ended worked with and gave; `null` = none has ended. */
export async function lastRun(
  services: Services,
  caller: Caller,
  { slug }: { readonly slug: string },
): Promise<LastRun | null> {
  authorize(caller, "run.read");
  const last = await lastEndedRun(services.db.sql, slug);
  if (!last) return null;
  const { run } = await findRun(services, last.id);
  const results = await recordedResults(services, last);
  const reading = new Reading(services);
  // In this order: what is told first is what a person asks for first.
  const input = await reading.whole(results.input);
  const nodes = await reading.results(results.nodes);
  const places: Record<string, Json> = {};
  for (const [place, output] of results.places) {
    const whole = await reading.whole(output);
    if (whole !== undefined) places[place] = whole;
  }
  const truncated = reading.lacks || last.head > MOST_EVENTS;
  return { runId: last.id, revision: run.revision, input: input ?? null, nodes, places, truncated };
}

export async function recordedResults(
  services: Pick<Services, "db">,
  { id, head }: { readonly id: string; readonly head: number },
): Promise<RecordedResults> {
  const treeId = parseRunId(id)?.treeId ?? id;
  const results = new RecordedResults();
  const range = { treeId, after: 0, to: Math.min(head, MOST_EVENTS) };
  for await (const page of journalPages(services, range)) for (const { event } of page) results.take(event);
  return results;
}

/** Reads values whole, as many as fit. */
class Reading {
  lacks = false;
  #left = MOST_BYTES;
  readonly #services: Pick<Services, "db">;

  constructor(services: Pick<Services, "db">) {
    this.#services = services;
  }

  async whole(stored: Stored): Promise<Json | undefined> {
    const texts = await getBlobs(this.#services.db.sql, blobHashes(stored));
    const found = resolve(stored, (hash) => {
      const text = texts.get(hash);
      return text === undefined ? undefined : (JSON.parse(text) as Json);
    });
    const bytes = found.ok ? JSON.stringify(found.value).length : Number.POSITIVE_INFINITY;
    if (!found.ok || bytes > this.#left) {
      this.lacks = true;
      return undefined;
    }
    this.#left -= bytes;
    return found.value;
  }

  async results(all: ReadonlyMap<string, RecordedResult>): Promise<LastRun["nodes"]> {
    const read: Record<string, { output: Json; port?: string }> = {};
    for (const [node, { output, ...port }] of all) {
      const whole = await this.whole(output);
      if (whole !== undefined) read[node] = { output: whole, ...port };
    }
    return read;
  }
}
