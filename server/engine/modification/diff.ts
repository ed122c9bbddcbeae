import type { Graph, GraphNode } from "../graph/graph.ts";
import type { Json } from "../values/json.ts";
import { changesBetween, sameJson } from "./compare.ts";
import { diffEdges } from "./diff-edges.ts";
import { renamesBetween } from "./diff-names.ts";
import type { Operation } from "./schemas.ts";

const META = ["slug", "name", "description", "inputSchema", "outputSchema"] as const;
const APART = new Set<string>([...META, "limits", "nodes", "edges"]);

/**
 * Operations that lead from one graph to the other: applied to `a` they give a graph of the hash of `b`. What stayed is
 * not mentioned. The order of edges counts; that of nodes and fields does not, but nodes come back to their places.
 */
export function diffGraphs(a: Graph, b: Graph): readonly Operation[] {
  const { graph, operations } = renamesBetween(a, b);
  return [...operations, ...sameNames(graph, b)];
}

function sameNames(a: Graph, b: Graph): readonly Operation[] {
  const ids = a.nodes === b.nodes ? [] : Object.keys(a.nodes);
  const gone = new Set(ids.filter((id) => !Object.hasOwn(b.nodes, id)));
  const left =
    gone.size === 0
      ? a.edges
      : a.edges.filter(({ source, target }) => !gone.has(source) && !gone.has(target));
  const edges = diffEdges(left, b.edges);
  return [
    ...[...gone].map((id): Operation => ({ op: "removeNode", id })),
    ...edges.remove,
    ...nodesBetween(a, b),
    ...edges.add,
    ...metaBetween(a, b),
    ...limitsBetween(a, b),
    ...workflowBetween(a, b),
  ];
}

function nodesBetween(a: Graph, b: Graph): readonly Operation[] {
  if (a.nodes === b.nodes) return [];
  let length = Object.keys(a.nodes).filter((id) => Object.hasOwn(b.nodes, id)).length;
  return Object.entries(b.nodes).flatMap(([id, node], i): readonly Operation[] => {
    const before = Object.hasOwn(a.nodes, id) ? a.nodes[id] : undefined;
    if (before) return nodeBetween(id, before, node);
    const at = i === length++ ? {} : { at: i };
    return [{ op: "addNode", id, node, ...at }];
  });
}

/** What leads from one node to another of the same name. */
export function nodeBetween(id: string, a: GraphNode, b: GraphNode): readonly Operation[] {
  if (a === b) return [];
  if (a.kind !== b.kind) return [{ op: "replaceNode", id, node: b }];
  const changes = changesBetween(a as Json, b as Json);
  if (changes.length === 0) return [];
  if (changes.some(({ path }) => !path.startsWith("/position"))) return [{ op: "setNode", id, changes }];
  return [{ op: "setPosition", id, ...(b.position ? { position: b.position } : {}) }];
}

function metaBetween(a: Graph, b: Graph): readonly Operation[] {
  const { set, remove } = fieldsBetween(pick(a, META), pick(b, META));
  return Object.keys(set).length + remove.length === 0 ? [] : [setting("setMeta", set, remove, false)];
}

/** Limits that say nothing are not the same as none, by the hash. */
function limitsBetween(a: Graph, b: Graph): readonly Operation[] {
  const [before, after] = [a.limits, b.limits] as readonly (Fields | undefined)[];
  if (sameJson(before, after)) return [];
  const { set, remove } = fieldsBetween(before ?? {}, after ?? {});
  return [setting("setLimits", set, remove, sameJson(after, {}))];
}

function setting(
  op: "setMeta" | "setLimits",
  set: Fields,
  remove: readonly string[],
  empty: boolean,
): Operation {
  const given = {
    ...(Object.keys(set).length > 0 || empty ? { set } : {}),
    ...(remove.length > 0 ? { remove } : {}),
  };
  // The fields are those of a graph, which has the same schemas for them.
  return { op, ...given } as Operation;
}

function workflowBetween(a: Graph, b: Graph): readonly Operation[] {
  const changes = changesBetween(rest(a), rest(b));
  return changes.length === 0 ? [] : [{ op: "setWorkflow", changes }];
}

type Fields = Readonly<Record<string, Json>>;

function fieldsBetween(a: Fields, b: Fields): { readonly set: Fields; readonly remove: readonly string[] } {
  return {
    set: Object.fromEntries(Object.entries(b).filter(([name, value]) => !sameJson(a[name], value))),
    remove: Object.keys(a).filter((name) => !Object.hasOwn(b, name)),
  };
}

function pick(graph: Graph, names: readonly string[]): Fields {
  const fields = graph as unknown as Fields;
  return Object.fromEntries(
    names.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])),
  );
}

function rest(graph: Graph): Json {
  return Object.fromEntries(Object.entries(graph as unknown as Fields).filter(([name]) => !APART.has(name)));
}
