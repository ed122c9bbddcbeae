import type { RunHistory } from "#server/engine/live/history";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { TreeSpansInput } from "../inputs.ts";
import type { Caller } from "../types.ts";
import { type Interval, merged, without } from "./intervals.ts";
import { keptPast } from "./kept-past.ts";

/** What a run did itself: when attempts of it were open, and when it only waited. */
export type RunSpans = {
  readonly no: number;
  readonly work: readonly Interval[];
  /** For a place, a time, a signal, a person or another try, while nothing of it worked. */
  readonly waits: readonly Interval[];
  readonly retries: readonly number[];
  /** Registered name of what it asked for last; `null` = it has asked for nothing. */
  readonly task: string | null;
};
export type TreeSpans = { readonly seq: number; readonly spans: readonly RunSpans[] };

const MAX_OF_RUN = 200;

/** Times of some runs of a tree. Runs that it has not are left out. */
export async function treeSpans(
  services: Services,
  caller: Caller,
  { treeId, runs }: TreeSpansInput,
): Promise<TreeSpans> {
  authorize(caller, "run.read");
  const history = await (await keptPast(services, treeId)).history();
  const spans = runs.flatMap((no) => {
    const run = history.runs.get(no);
    return run ? [spansOf(no, run)] : [];
  });
  return { seq: history.seq, spans };
}

function spansOf(no: number, { spans, retries, task }: RunHistory): RunSpans {
  const of = (works: boolean) =>
    spans.filter(({ kind }) => (kind === "work") === works).map(({ from, to }): Interval => [from, to]);
  const work = merged(of(true), MAX_OF_RUN);
  const waits = without(merged(of(false), MAX_OF_RUN), work);
  return { no, work, waits: waits.slice(0, 2 * MAX_OF_RUN), retries: retries.slice(-MAX_OF_RUN), task };
}
