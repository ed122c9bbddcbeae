import { getRevision } from "#db/queries/get-revision";
import { readBoundGraphs } from "#db/queries/read-bound-graphs";
import { readEventAt } from "#db/queries/read-journal";
import type { RunRecord } from "#db/rows";
import type { Graph } from "#server/engine/graph/graph";
import type { Event } from "#server/engine/run/events";
import { Folds } from "#server/runtime/folds";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller, RunNodes } from "../types.ts";
import { findRun } from "./find-run.ts";
import { journalPages } from "./journal.ts";
import { NodeRows } from "./node-rows.ts";

/** Of runs that were looked at lately; the details of a run that goes on are asked for again and again. */
const lately = new WeakMap<Services["db"], Folds<NodeRows>>();

/** The nodes of a run and every try at them, from the part of the journal between its start and its end. */
export async function runNodes(
  services: Services,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<RunNodes> {
  authorize(caller, "run.read");
  const { run, tree } = await findRun(services, id);
  const rows = await foldsOf(services).look(
    id,
    async () => ({ seq: run.startedSeq - 1, value: new NodeRows(await graphOf(services, run)) }),
    async (fold) => {
      const range = { treeId: run.treeId, after: fold.seq, to: run.endedSeq ?? tree.head };
      for await (const page of journalPages(services, range)) {
        for (const { event } of page) hand(event, run.no, fold.value);
        fold.seq = page.at(-1)?.seq ?? fold.seq;
      }
    },
  );
  return rows.rows();
}

function hand(event: Event, no: number, rows: NodeRows): void {
  if ("run" in event && event.run === no) rows.take(event);
  else if (event.type === "RunStarted" && event.origin?.run === no) rows.takeChild(event);
}

function foldsOf({ db }: Services): Folds<NodeRows> {
  const known = lately.get(db) ?? new Folds<NodeRows>({ limit: 16, idleMs: 30_000 });
  lately.set(db, known);
  return known;
}

async function graphOf({ db }: Services, run: RunRecord): Promise<Graph | null> {
  const started = await readEventAt(db.sql, run.treeId, run.startedSeq);
  const hash = started?.type === "RunStarted" ? started.graph : "";
  const revision = run.revision === null ? null : await getRevision(db.sql, run.slug, run.revision);
  if (revision?.hash === hash) return JSON.parse(revision.graph) as Graph;
  const bound = await readBoundGraphs(db.sql, run.treeId, run.startedSeq);
  return bound.find((event) => event.hash === hash)?.graph ?? null;
}
