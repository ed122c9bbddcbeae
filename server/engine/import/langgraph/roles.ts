import { groupBy } from "../../graph/topology.ts";
import type { Json } from "../../values/json.ts";
import type { ImportNote } from "../report.ts";
import { END, type LangEdge, type LangGraph, type LangNode, START } from "./shape.ts";

type Read = { readonly nodes: readonly LangNode[]; readonly edges: readonly LangEdge[] };

/** Nodes and edges with their places: where a run starts and ends has its own id, whatever the file calls it, and every node one. */
export function readRoles(graph: LangGraph, notes: ImportNote[]): Read {
  const ids = new Map<string, string>();
  const nodes = new Map<string, LangNode>();
  for (const [at, node] of graph.nodes.entries()) {
    const id = roleOf(node);
    if (id !== node.id) ids.set(node.id, id);
    if (!nodes.has(id)) nodes.set(id, { ...node, id, at });
    else
      notes.push({
        fate: "dropped",
        place: `/nodes/${at}`,
        what: node.id,
        message: "Another node has this id: edges lead to the first.",
      });
  }
  const named = (id: string) => ids.get(id) ?? id;
  const edges = graph.edges.map((edge, at) => ({
    ...edge,
    source: named(edge.source),
    target: named(edge.target),
    at,
  }));
  return { nodes: ownNames([...nodes.values()]), edges };
}

/** What several nodes are called is a class of them, such as `RunnableLambda`: each is what its id says. */
function ownNames(nodes: readonly LangNode[]): readonly LangNode[] {
  const byName = groupBy(nodes, (node) => node.name ?? nameIn(node.data) ?? node.id);
  return nodes.map((node) => {
    const shared = byName.get(node.name ?? nameIn(node.data) ?? node.id) ?? [];
    return shared.length > 1 ? { ...node, name: node.id } : node;
  });
}

/** Older files number their nodes, and say in the data of two what they are. */
function roleOf({ id, data }: LangGraph["nodes"][number]): string {
  const said = typeof data === "string" ? data : nameIn(data);
  return said === START || said === END ? id.slice(0, id.lastIndexOf(":") + 1) + said : id;
}

/** The name that the file gives to what a node runs. */
export function nameIn(data: Json | undefined): string | undefined {
  if (typeof data !== "object" || data === null || Array.isArray(data)) return undefined;
  const { name } = data as Readonly<Record<string, Json>>;
  return typeof name === "string" && name !== "" ? name : undefined;
}
