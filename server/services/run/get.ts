import { readEventAt } from "#db/queries/read-journal";
import { runIdOf } from "#server/engine/ids";
import { whyEnded } from "#server/engine/insight/why-ended";
import { whyWaiting } from "#server/engine/insight/why-waiting";
import type { Event } from "#server/engine/run/events";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller, RunDetail, ShownWait } from "../types.ts";
import { runSummary } from "../views.ts";
import { type FoundRun, findRun } from "./find-run.ts";
import { shownValue } from "./values.ts";

/** A run with its payloads, which stand in the events that started and ended it. */
export async function getRun(
  services: Services,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<RunDetail> {
  authorize(caller, "run.read");
  const found = await findRun(services, id);
  const { started, ended } = await boundaries(services, found);
  const input = started?.type === "RunStarted" ? started.input : null;
  return {
    ...runSummary(found.run, found.tree),
    input: await shownValue(services, input),
    output: ended?.type === "RunSucceeded" ? await shownValue(services, ended.output) : null,
    failureDetail: ended?.type === "RunFailed" ? ended.failure : null,
    usage: {
      tokens: found.run.tokens,
      costUsd: found.run.costUsd,
      tree: { tokens: found.tree.tokens, costUsd: found.tree.costUsd },
    },
    calledFrom: await calledFrom(services, found),
    forkedFrom: forkedFrom(found),
    waiting: found.run.endedAt === null ? await waitingOf(services, found) : [],
    ended: ended && whyEnded(ended),
  };
}

async function calledFrom({ db }: Services, { run }: FoundRun): Promise<RunDetail["calledFrom"]> {
  const first = run.no === 0 ? await readEventAt(db.sql, run.treeId, 1) : null;
  const origin = first?.type === "TreeStarted" ? first.origin : undefined;
  if (!origin) return null;
  return { runId: runIdOf(origin.treeId, origin.run), node: origin.node, depth: origin.depth };
}

function forkedFrom({ run, tree }: FoundRun): RunDetail["forkedFrom"] {
  const { forkedFrom: runId, forkedNode: node } = tree;
  return run.no === 0 && runId !== null && node !== null ? { runId, node } : null;
}

async function waitingOf(services: Services, { run }: FoundRun): Promise<readonly ShownWait[]> {
  const reasons = whyWaiting(await services.host.inspect(run.treeId), run.no);
  return await Promise.all(
    reasons.map(async (reason) =>
      reason.kind === "approval"
        ? { ...reason, details: await shownValue(services, reason.details) }
        : reason,
    ),
  );
}

/** The events that hold a run's input and its result. */
export async function boundaries(
  { db }: Pick<Services, "db">,
  { run }: FoundRun,
): Promise<{ readonly started: Event | null; readonly ended: Event | null }> {
  const [started, ended] = await Promise.all([
    readEventAt(db.sql, run.treeId, run.startedSeq),
    run.endedSeq === null ? null : readEventAt(db.sql, run.treeId, run.endedSeq),
  ]);
  return { started, ended };
}
