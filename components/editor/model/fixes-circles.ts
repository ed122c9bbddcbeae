import type { Graph, GraphEdge, GraphNode, Problem } from "#server/engine/graph/graph";
import { nodeIn } from "#server/engine/graph/node-in";
import { findCycle, reachable } from "#server/engine/graph/topology";
import type { Operation } from "#server/engine/modification/schemas";
import { bodySchema } from "#server/engine/nodes/bodies";
import { nodeSchema } from "#server/engine/nodes/definitions";
import { whyNot } from "./connect";
import { edgeIndex, refAt } from "./edges";
import { type Fix, fix } from "./fix";
import { freshName } from "./names";
import { ownerOf } from "./problems";

/** The edge that closes the circle becomes a call of the workflow where it has a condition; or an edge goes. */
export function fixCircle(graph: Graph): readonly Fix[] {
  const edges = graph.edges.filter(({ source, target }) => source !== target);
  const cycle = findCycle(Object.keys(graph.nodes), edges);
  const closing = cycle.slice(1).flatMap((target, at) => {
    const index = graph.edges.findIndex((edge) => edge.source === cycle[at] && edge.target === target);
    return index < 0 ? [] : [index];
  });
  const latestFirst = closing.toReversed();
  return [
    ...latestFirst.flatMap((at) => callInstead(graph, at)),
    ...latestFirst.flatMap((at) => removal(graph, at)),
  ];
}

function removal(graph: Graph, at: number): readonly Fix[] {
  const edge = refAt(graph, at);
  return edge ? [fix(`Remove ${edge.source} → ${edge.target}`, [{ op: "removeEdge", edge }])] : [];
}

/** Without a condition it would never end. */
function callInstead(graph: Graph, at: number): readonly Fix[] {
  const [edge, ref] = [graph.edges[at], refAt(graph, at)];
  if (!edge || !ref || (edge.when === undefined && edge.port === undefined)) return [];
  const { source, target, mapping, ...how } = edge;
  const id = freshName("again", new Set(Object.keys(graph.nodes)));
  const input = mapping ?? "= input";
  const operations: readonly Operation[] = [
    { op: "removeEdge", edge: ref },
    { op: "addNode", id, node: { kind: "subworkflow", workflow: "self", input } as GraphNode },
    { op: "addEdge", edge: { ...how, source, target: id } as GraphEdge },
  ];
  return [fix(`Call the workflow again instead of ${source} → ${target}`, operations)];
}

/** How often a node that led back to itself goes round at most, until somebody says otherwise. */
const ROUNDS = 10;

/** A node that leads to itself is a loop, as long as its edge says; or the edge goes. */
export function fixSelfEdge(graph: Graph, problem: Problem): readonly Fix[] {
  const owner = ownerOf(graph, problem);
  const at = owner.of === "edge" ? edgeIndex(graph, owner.key) : -1;
  const [edge, ref] = [graph.edges[at], refAt(graph, at)];
  if (!edge || !ref) return [];
  const node = loopOf(edge.source, nodeIn(graph, edge.source), edge.when);
  const remove: Operation = { op: "removeEdge", edge: ref };
  return [
    ...(node
      ? [fix(`Repeat ${edge.source} in a loop`, [remove, { op: "replaceNode", id: edge.source, node }])]
      : []),
    fix("Remove the edge", [remove]),
  ];
}

/** What the node says of its work goes into the loop, the rest stays around it; `null` = it cannot be repeated. */
function loopOf(id: string, node: GraphNode | undefined, when: string | undefined): GraphNode | null {
  const body = bodySchema.options.find(({ shape }) => shape.kind.value === node?.kind);
  if (!node || !body) return null;
  const fields = Object.entries(node);
  const work = fields.filter(([name]) => name in body.shape);
  const around = fields.filter(([name]) => !(name in body.shape));
  const again = when === undefined ? {} : { while: roundOf(id, when) };
  const loop = { ...Object.fromEntries(around), kind: "loop", body: Object.fromEntries(work), ...again };
  const read = nodeSchema.safeParse({ ...loop, maxIterations: ROUNDS });
  return read.success ? read.data : null;
}

/** It has run once before its edge is looked at; what it gave is `previous` in a loop. */
function roundOf(id: string, when: string): string {
  const name = id.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const own = new RegExp(`nodes(?:\\.${name}|\\[["']${name}["']\\])\\.output(?!\\w)`, "g");
  return `index == 0 || (${when.replace(/^\s*=(?!=)\s*/, "").replace(own, "previous")})`;
}

/** Nothing leads to where a run starts. */
export function fixEntry(graph: Graph): readonly Fix[] {
  const [first] = Object.keys(graph.nodes);
  if (first === undefined) return [];
  const operations = graph.edges
    .flatMap(({ target }, at) => (target === first ? [refAt(graph, at)] : []))
    .toReversed()
    .flatMap((edge): Operation[] => (edge ? [{ op: "removeEdge", edge }] : []));
  return [fix(`Start at ${first}`, operations)];
}

/** Something leads to it that a run reaches, and stops at; or it goes. */
export function fixUnreached(graph: Graph, problem: Problem): readonly Fix[] {
  const owner = ownerOf(graph, problem);
  if (owner.of !== "node") return [];
  const { id } = owner;
  const targets = new Set(graph.edges.map(({ target }) => target));
  const entries = Object.keys(graph.nodes).filter((name) => !targets.has(name));
  const loose = [...reachable(entries, graph.edges)].filter(
    (name) => !graph.edges.some(({ source }) => source === name),
  );
  const from = loose.find((source) => whyNot(graph, { source, target: id }) === null);
  const edge = from === undefined ? null : { source: from, target: id };
  return [
    ...(edge ? [fix(`Connect ${edge.source} → ${id}`, [{ op: "addEdge", edge }])] : []),
    fix("Remove the node", [{ op: "removeNode", id }]),
  ];
}
