import { withTransaction } from "#db/client";
import { getTreeAsWritten } from "#db/queries/get-tree";
import { listRuns } from "#db/queries/list-runs";
import type { RunRecord } from "#db/rows";
import { fileStem } from "#server/engine/live/file-stem";
import type { RunRow, TreeSnapshot } from "#server/engine/live/wire";
import { failureText } from "#server/runtime/headers";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { ExportTreeInput } from "../inputs.ts";
import { pastSnapshot } from "../tree/past-snapshot.ts";
import type { Caller } from "../types.ts";
import { iso, runSummary } from "../views.ts";
import { treeCsv } from "./export-formats/csv.ts";
import type { Exported, Format } from "./export-formats/exported.ts";
import { treeMermaid } from "./export-formats/mermaid.ts";
import { treeOtlp } from "./export-formats/otlp.ts";
import { findRun, noRun } from "./find-run.ts";

const AS: Readonly<Record<Format, (exported: Exported) => string>> = {
  csv: treeCsv,
  json: treeJson,
  mermaid: treeMermaid,
  otlp: treeOtlp,
};

/**
 * The runs of a run's whole tree at one moment, as the text of a file: headers alone, no inputs, outputs or contexts.
 * At an instant of the past it has the runs that had started by then, as they stood.
 */
export async function exportTree(
  services: Services,
  caller: Caller,
  { id, format, at }: ExportTreeInput,
): Promise<TreeFile> {
  authorize(caller, "run.read");
  const { run } = await findRun(services, id);
  const past = at === undefined ? null : await pastOf(services, caller, run.treeId, Date.parse(at));
  const exported = await withTransaction(
    services.db,
    async (tx) => {
      const tree = await getTreeAsWritten(tx, run.treeId);
      if (!tree) throw noRun(id);
      const runs: RunRecord[] = await listRuns(tx, run.treeId, { limit: tree.runs });
      return past ? asItWas({ tree, runs }, past) : { tree, runs, at: Date.now(), isPast: false };
    },
    "isolation level repeatable read read only",
  );
  const { id: treeId, slug } = exported.tree;
  return { stem: fileStem({ treeId, slug, at: past && iso(past.at) }), text: AS[format](exported) };
}

/** Text of a file, and its name without the ending that its format gives it. */
type TreeFile = { readonly stem: string; readonly text: string };

type PastTree = { readonly at: number; readonly snapshot: TreeSnapshot };

async function pastOf(services: Services, caller: Caller, treeId: string, at: number): Promise<PastTree> {
  return { at, snapshot: await pastSnapshot(services, caller, { treeId, at }) };
}

/** What never changes of a run is in its header; everything else the past tells. */
function asItWas({ tree, runs }: Pick<Exported, "tree" | "runs">, { at, snapshot }: PastTree): Exported {
  const headers = new Map(runs.map((run) => [run.no, run]));
  return {
    tree: { ...tree, status: snapshot.tree.status, failure: null, head: snapshot.seq },
    runs: snapshot.rows.flatMap((row) => {
      const header = headers.get(row.no);
      return header ? [runAsItWas(header, row)] : [];
    }),
    at,
    isPast: true,
  };
}

function runAsItWas(header: RunRecord, row: RunRow): RunRecord {
  const { label, status, startedAt, endedAt, retries, tokens, costUsd, failure } = row;
  const text = failure === null ? null : failureText(failure);
  return { ...header, label, status, startedAt, endedAt, retries, tokens, costUsd, failure: text };
}

function treeJson({ tree, runs, at, isPast }: Exported): string {
  const rows = runs.map((run) => ({
    ...runSummary(run, tree),
    tokens: run.tokens,
    costUsd: run.costUsd,
    retries: run.retries,
  }));
  const asOf = isPast ? { asOf: iso(at) } : {};
  return `${JSON.stringify({ treeId: tree.id, ...asOf, seq: tree.head, runs: rows }, null, 2)}\n`;
}
