import type { Setup } from "#server/engine/dry-run/setup";
import { readCallee } from "#server/engine/graph/callee";
import { bindGraph } from "#server/engine/graph/compile";
import type { BoundGraph, Graph } from "#server/engine/graph/graph";
import { calledBy } from "#server/engine/recursion/call-graph";
import type { ListedTask } from "#server/services/types";

export type Published = {
  readonly slug: string;
  readonly revision: number;
  readonly graph: Graph | null;
};

/** What tasks give, by name, of those that declare it. */
export function declaredOutputs(tasks: readonly ListedTask[]): Setup["tasks"] {
  return Object.fromEntries(tasks.flatMap(({ name, output }) => (output ? [[name, output]] : [])));
}

/** Reads every workflow that a graph can come to, each once, by the name that calls have for it. What is not there stays out. */
export async function gatherCalled(
  graph: Graph,
  read: (slug: string, revision?: number) => Promise<Published | null>,
): Promise<Readonly<Record<string, BoundGraph>>> {
  const found: Record<string, BoundGraph> = {};
  const seen = new Set([graph.slug]);
  let open = calledBy(graph).filter((name) => !seen.has(name));
  while (open.length > 0) {
    for (const name of open) seen.add(name);
    const next = await Promise.all(
      open.map(async (name) => {
        const { workflow, revision } = readCallee(name);
        return { name, one: await read(workflow, revision) };
      }),
    );
    open = [];
    for (const { name, one } of next) {
      if (!one?.graph) {
        // A run that lacks a revision says which there are.
        open.push(readCallee(name).workflow);
        continue;
      }
      found[name] = bindGraph(one.graph, { slug: one.slug, revision: one.revision });
      open.push(...calledBy(one.graph, name));
    }
    open = [...new Set(open)].filter((name) => !seen.has(name));
  }
  return found;
}
