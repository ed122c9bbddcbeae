import type { Graph, Problem } from "#server/engine/graph/graph";
import { PROBLEMS } from "#server/engine/graph/problems";
import { edgeKeys } from "./edges";

/** What a problem is about: a node, an edge, or the workflow as a whole. */
export type Owner =
  | { readonly of: "node"; readonly id: string; readonly field: string }
  | { readonly of: "edge"; readonly key: string; readonly field: string }
  | { readonly of: "workflow"; readonly field: string };

export function ownerOf(graph: Graph, { path }: Pick<Problem, "path">): Owner {
  const [, list, name = "", ...rest] = path.split("/").map(unescaped);
  const field = rest.length > 0 ? `/${path.split("/").slice(3).join("/")}` : "";
  if (list === "nodes" && Object.hasOwn(graph.nodes, name)) return { of: "node", id: name, field };
  if (list === "edges" && /^\d+$/.test(name)) {
    const key = edgeKeys(graph.edges)[Number(name)];
    if (key !== undefined) return { of: "edge", key, field };
  }
  return { of: "workflow", field: path };
}

function unescaped(part: string): string {
  return part.replaceAll("~1", "/").replaceAll("~0", "~");
}

/** The worst that is said of each node and edge. */
export type Marks = {
  readonly nodes: ReadonlyMap<string, readonly Problem[]>;
  readonly edges: ReadonlyMap<string, readonly Problem[]>;
};

export function marksOf(graph: Graph, problems: readonly Problem[]): Marks {
  const nodes = new Map<string, Problem[]>();
  const edges = new Map<string, Problem[]>();
  for (const problem of problems) {
    const touched = touchedBy(graph, problem);
    for (const id of touched.nodes) nodes.set(id, [...(nodes.get(id) ?? []), problem]);
    for (const key of touched.edges) edges.set(key, [...(edges.get(key) ?? []), problem]);
  }
  return { nodes, edges };
}

/** What it is about, and all that lies on the way there. */
function touchedBy(graph: Graph, problem: Problem) {
  const owner = ownerOf(graph, problem);
  const way = callWay(graph, problem);
  return {
    nodes: new Set([...(way?.nodes ?? []), ...(owner.of === "node" ? [owner.id] : [])]),
    edges: new Set([...(way?.edges ?? []), ...(owner.of === "edge" ? [owner.key] : [])]),
  };
}

/** What lies on the canvas of the way of a recursion that no run can end. */
export type CallWay = { readonly nodes: readonly string[]; readonly edges: readonly string[] };

/** `null` = the problem is about no such recursion. The way may be of a moment ago: what is gone is left out. */
export function callWay(graph: Graph, { way }: Pick<Problem, "way">): CallWay | null {
  const [own] = way ?? [];
  if (!own) return null;
  const outer = new Set(own.nodes.map((node) => node.split("/")[0] ?? ""));
  const nodes = [...outer].filter((id) => Object.hasOwn(graph.nodes, id));
  const keys = edgeKeys(graph.edges);
  const edges = nodes.slice(1).flatMap((target, at) => {
    const index = graph.edges.findIndex((edge) => edge.source === nodes[at] && edge.target === target);
    return keys[index] ?? [];
  });
  return { nodes, edges };
}

/**
 * What the engine says of the graph as it stands, and of what the server said when it was last saved that which only a
 * server can tell, where that is still there. Errors first.
 */
export function allProblems(
  graph: Graph,
  engine: readonly Problem[],
  server: readonly Problem[],
): readonly Problem[] {
  const elsewhere = server.filter((problem) => {
    const placed = problem.path.startsWith("/nodes/") || problem.path.startsWith("/edges/");
    return !Object.hasOwn(PROBLEMS, problem.code) && !(placed && ownerOf(graph, problem).of === "workflow");
  });
  const all = [...engine, ...elsewhere];
  return [...all.filter(({ level }) => level === "error"), ...all.filter(({ level }) => level !== "error")];
}
