import type { Sql } from "#db/client";
import { listWorkflows } from "#db/queries/list-workflows";
import { readGraphs } from "#db/queries/read-graphs";
import type { Graph } from "#server/engine/graph/graph";
import { everyNodeWithin } from "#server/engine/graph/walk";
import { type AgentBook, chooseAgent } from "#server/executors/agent/agent";
import type { AgentUse } from "../types-agents.ts";

type Asking = {
  readonly node: string;
  readonly agent: string | undefined;
  readonly capabilities: readonly string[];
};
/** Agent nodes of a graph by its hash, which never changes; of what was published when it was last asked. */
let known: ReadonlyMap<string, readonly Asking[]> = new Map();

/** Nodes of published workflows by the agent that would do them at present. */
export async function agentUses(
  sql: Sql,
  agents: AgentBook,
): Promise<ReadonlyMap<string, readonly AgentUse[]>> {
  const published = (await listWorkflows(sql)).flatMap(({ slug, name, hash }) =>
    hash === null ? [] : [{ slug, name, hash }],
  );
  const asking = await askingByHash(
    sql,
    published.map(({ hash }) => hash),
  );
  const uses = new Map<string, AgentUse[]>();
  for (const { slug: workflow, name, hash } of published)
    for (const { node, agent, capabilities } of asking.get(hash) ?? []) {
      const id = agent ?? chooseAgent(agents.all(), capabilities)?.id;
      if (id === undefined) continue;
      const by = agent === undefined ? "capabilities" : "id";
      uses.set(id, [...(uses.get(id) ?? []), { workflow, name, node, by }]);
    }
  return uses;
}

async function askingByHash(sql: Sql, hashes: readonly string[]): Promise<typeof known> {
  const wanted = new Set(hashes);
  const found = new Map([...known].filter(([hash]) => wanted.has(hash)));
  for (const [hash, text] of await readGraphs(
    sql,
    [...wanted].filter((hash) => !found.has(hash)),
  ))
    found.set(hash, askingIn(JSON.parse(text) as Graph));
  known = found;
  return found;
}

function askingIn(graph: Graph): readonly Asking[] {
  return [...everyNodeWithin(graph)].flatMap(({ node, path }) =>
    node.kind === "agent"
      ? [{ node: nodeNameOf(path), agent: node.agent, capabilities: node.capabilities ?? [] }]
      : [],
  );
}

/** `nodes/each/body` is what the map `each` does for its items. */
function nodeNameOf(path: readonly (string | number)[]): string {
  const place = path.lastIndexOf("nodes");
  return String(path[place + 1] ?? "");
}
