import { withTransaction } from "#db/client";
import { getTreeAsWritten } from "#db/queries/get-tree";
import { listRuns } from "#db/queries/list-runs";
import type { RunRecord } from "#db/rows";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { ExportTreeInput } from "../inputs.ts";
import type { Caller } from "../types.ts";
import { runSummary } from "../views.ts";
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

/** The runs of a run's whole tree at one moment, as the text of a file: headers alone, no inputs, outputs or contexts. */
export async function exportTree(
  services: Services,
  caller: Caller,
  { id, format }: ExportTreeInput,
): Promise<string> {
  authorize(caller, "run.read");
  const { run } = await findRun(services, id);
  const exported = await withTransaction(
    services.db,
    async (tx) => {
      const tree = await getTreeAsWritten(tx, run.treeId);
      if (!tree) throw noRun(id);
      const runs: RunRecord[] = await listRuns(tx, run.treeId, { limit: tree.runs });
      return { tree, runs, at: Date.now() };
    },
    "isolation level repeatable read read only",
  );
  return AS[format](exported);
}

function treeJson({ tree, runs }: Exported): string {
  const rows = runs.map((run) => ({
    ...runSummary(run, tree),
    tokens: run.tokens,
    costUsd: run.costUsd,
    retries: run.retries,
  }));
  return `${JSON.stringify({ treeId: tree.id, seq: tree.head, runs: rows }, null, 2)}\n`;
}
