import { calleeName } from "../graph/callee.ts";
import type { Graph, GraphEdge, GraphNode, NodeBody } from "../graph/graph.ts";
import { inlineGraphOf } from "../graph/inline-graph.ts";
import { nodeIn } from "../graph/node-in.ts";
import { groupBy } from "../graph/topology.ts";
import { callsOf } from "./call-graph.ts";

/** Something for want of which a run does not start the next one. */
export type Guard = {
  /**
   * `when` and `decision`: a condition on the way to the call; `port`: another way than the one to the call; `list`: the
   * list of a map; `while`: that of a loop; `once`: the key of what was called already; `plan`: what an agent decides.
   */
  readonly by: "when" | "decision" | "port" | "list" | "while" | "once" | "plan";
  /** Node that has it; where an edge has it, the node that the edge leaves. Within inline graphs `outer/inner`. */
  readonly node: string;
  /** The expression or the port. */
  readonly text: string;
  /** Workflows before whose calls it stands. */
  readonly calls: readonly string[];
};
export type Found = Omit<Guard, "calls">;

/**
 * What may keep the graph from calling these workflows. It says nothing of whether there is a way around.
 * @param self What the graph's own calls to itself run.
 */
export function guardsOf(
  graph: Graph,
  targets: ReadonlySet<string>,
  self: string = graph.slug,
): readonly Guard[] {
  const calls = callsOf(graph, self).filter((call) => targets.has(calleeName(call)));
  const all = calls.flatMap((call) =>
    foundBefore(graph, calleeName(call), call.nodes).map((found) => ({ found, workflow: calleeName(call) })),
  );
  const same = groupBy(all, ({ found: { by, node, text } }) => JSON.stringify([by, node, text]));
  return [...same.values()].flatMap((group) => {
    const calls = new Set(group.map(({ workflow }) => workflow));
    return group.slice(0, 1).map(({ found }) => ({ ...found, calls: [...calls] }));
  });
}

function foundBefore(graph: Graph, workflow: string, nodes: readonly string[]): readonly Found[] {
  return nodes.flatMap((id) => guardsBefore(graph, workflow, id));
}

/** What may keep one node from starting a run of a workflow. */
export function guardsBefore(graph: Graph, workflow: string, id: string): readonly Found[] {
  return [...onWay(graph, id), ...ofNode(graph.nodes[id], id, workflow)];
}

/** Conditions that stand nearest before a node, on each way to it. */
function onWay(graph: Graph, id: string): readonly Found[] {
  const incoming = groupBy(graph.edges, ({ target }) => target);
  const seen = new Set([id]);
  const open = [id];
  const found: Found[] = [];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const edge of incoming.get(at) ?? []) {
      const guards = onEdge(edge, nodeIn(graph, edge.source));
      found.push(...guards);
      if (guards.length > 0 || seen.has(edge.source)) continue;
      seen.add(edge.source);
      open.push(edge.source);
    }
  }
  return found;
}

function onEdge({ source, when, port }: GraphEdge, from: GraphNode | undefined): readonly Found[] {
  if (when !== undefined) return [{ by: "when", node: source, text: when }];
  if (port === undefined) return [];
  if (from?.kind !== "decision") return [{ by: "port", node: source, text: port }];
  const taken = from.cases.find((one) => one.port === port);
  const others = from.cases.map((one) => one.when).join(", ");
  return [{ by: "decision", node: source, text: taken?.when ?? `none of ${others}` }];
}

function ofNode(node: GraphNode | NodeBody | undefined, id: string, target: string): readonly Found[] {
  if (!node) return [];
  const guard = (by: Guard["by"], text: string): Found => ({ by, node: id, text });
  if (node.kind === "map") return [guard("list", node.over), ...ofNode(node.body, id, target)];
  if (node.kind === "loop")
    return [
      ...(node.while === undefined ? [] : [guard("while", node.while)]),
      ...ofNode(node.body, id, target),
    ];
  if (node.kind === "plan") return [guard("plan", "")];
  if (node.kind !== "subworkflow") return [];
  const once = node.once === undefined ? [] : [guard("once", node.once)];
  const inner = inlineGraphOf(node);
  const within = inner ? guardsOf(inner, new Set([target])) : [];
  return [...once, ...within.map(({ by, node, text }) => ({ by, node: `${id}/${node}`, text }))];
}
