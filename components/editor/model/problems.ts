import type { Graph, Problem } from "#server/engine/graph/graph";
import { PROBLEMS } from "#server/engine/graph/problems";
import { unavoidableCall } from "#server/engine/graph/recursion";
import { edgeKeys } from "./edges";
import { valueAt } from "./value-at";

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

/** The way to a call that no run can do without: what a problem with the recursion is about. */
export type CallWay = {
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
  /** The workflow that is called in the end. */
  readonly called: string;
};

/** R001 comes back to the workflow itself, R002 through others; `null` = the problem is about no call. */
export function callWay(graph: Graph, { code, path }: Pick<Problem, "code" | "path">): CallWay | null {
  if (code !== "R001" && code !== "R002") return null;
  const called = calledAt(graph, path);
  const own = called === "self" || called === graph.slug;
  const call = unavoidableCall(graph, new Set(own ? ["self", graph.slug] : [called]));
  if (!call) return null;
  const nodes = call.steps.slice(0, -1).filter((id) => Object.hasOwn(graph.nodes, id));
  const keys = edgeKeys(graph.edges);
  const edges = nodes.slice(1).flatMap((target, at) => {
    const index = graph.edges.findIndex((edge) => edge.source === nodes[at] && edge.target === target);
    return keys[index] ?? [];
  });
  return { nodes, edges, called: call.steps.at(-1) ?? called };
}

/** The slug that stands at the place of a call. */
function calledAt(graph: Graph, path: string): string {
  const called = valueAt(graph, path);
  return typeof called === "string" ? called : "self";
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
