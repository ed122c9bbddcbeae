import type { Database } from "#db/client";
import { getRevision } from "#db/queries/get-revision";
import { getTree } from "#db/queries/get-tree";
import { bindGraph } from "#server/engine/graph/compile";
import type { BoundGraph, Graph } from "#server/engine/graph/graph";
import { runIdOf } from "#server/engine/ids";
import type { DetachedStart } from "#server/engine/nodes/detach";
import type { StartDetached } from "../executors/detach/detach-executor.ts";
import type { Host } from "../runtime/host.ts";
import { readCeilings, underCeilings } from "../services/settings/ceilings.ts";

/** Starts detached trees at the host that also runs their parents. */
export function startDetachedAt(
  db: Pick<Database, "sql">,
  host: () => Promise<Pick<Host, "start">>,
): StartDetached {
  return async (start, key) => {
    const { origin, input, maxDepth, label } = start;
    const parent = runIdOf(origin.treeId, origin.run);
    const graph = await boundGraph(db, start);
    const above = await getTree(db.sql, origin.treeId);
    const { treeId } = await (await host()).start({
      graph,
      input,
      limits: underCeilings({ maxDepth }, await readCeilings(db.sql)),
      actor: { kind: "system", id: parent, name: `run ${parent}` },
      demo: above?.demo ?? false,
      idempotencyKey: `detached:${key}`,
      origin,
      ...(label === undefined ? {} : { label }),
    });
    return { runId: treeId, workflow: graph.slug, revision: graph.revision };
  };
}

async function boundGraph({ sql }: Pick<Database, "sql">, start: DetachedStart): Promise<BoundGraph> {
  const { workflow: slug, revision, graph } = start;
  if (graph) return bindGraph(graph, { slug, revision: null, inline: true });
  const row = revision === null ? null : await getRevision(sql, slug, revision);
  if (!row) throw new Error(`there is no revision ${revision} of ${slug}`);
  return { hash: row.hash, slug, revision: row.revision, graph: JSON.parse(row.graph) as Graph };
}
