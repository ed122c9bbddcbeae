import { getRevision } from "#db/queries/get-revision";
import { readBoundGraphs } from "#db/queries/read-bound-graphs";
import { readEventAt } from "#db/queries/read-journal";
import type { RunRecord } from "#db/rows";
import type { Graph } from "#server/engine/graph/graph";
import { foldsPer } from "#server/runtime/folds";
import type { Services } from "../context.ts";
import type { FoundRun } from "./find-run.ts";
import { journalPages, type Sequenced } from "./journal.ts";
import { NodeRows } from "./node-rows.ts";
import { PlaceSources } from "./place-sources.ts";

/** What the journal says of the nodes of one run. */
export type RunFold = {
  /** `null` = it is not known any more. */
  readonly graph: Graph | null;
  readonly rows: NodeRows;
  readonly places: PlaceSources;
};
type Reader = Pick<Services, "db">;

/** Of runs that were looked at lately; the details of a run that goes on are asked for again and again. */
const lately = foldsPer<RunFold>({ limit: 16, idleMs: 30_000 });

/** Folded from the part of the journal between the start of a run and its end. */
export function runFold(services: Reader, { run, tree }: FoundRun): Promise<RunFold> {
  return lately(services.db).look(
    `${run.treeId}.${run.no}`,
    async () => ({ seq: run.startedSeq - 1, value: await emptyFold(services, run) }),
    async (fold) => {
      const range = { treeId: run.treeId, after: fold.seq, to: run.endedSeq ?? tree.head };
      for await (const page of journalPages(services, range)) {
        for (const sequenced of page) hand(sequenced, run.no, fold.value);
        fold.seq = page.at(-1)?.seq ?? fold.seq;
      }
    },
  );
}

async function emptyFold(services: Reader, run: RunRecord): Promise<RunFold> {
  const graph = await graphOf(services, run);
  return { graph, rows: new NodeRows(graph), places: new PlaceSources() };
}

function hand({ seq, event }: Sequenced, no: number, { rows, places }: RunFold): void {
  if (event.type === "RunStarted") {
    if (event.origin?.run !== no) return;
    rows.takeChild(event);
    places.takeChild(seq, event);
  } else if ("run" in event && event.run === no) {
    rows.take(event);
    places.take(seq, event);
  }
}

async function graphOf({ db }: Reader, run: RunRecord): Promise<Graph | null> {
  const started = await readEventAt(db.sql, run.treeId, run.startedSeq);
  const hash = started?.type === "RunStarted" ? started.graph : "";
  const revision = run.revision === null ? null : await getRevision(db.sql, run.slug, run.revision);
  if (revision?.hash === hash) return JSON.parse(revision.graph) as Graph;
  const bound = await readBoundGraphs(db.sql, run.treeId, run.startedSeq);
  return bound.find((event) => event.hash === hash)?.graph ?? null;
}
