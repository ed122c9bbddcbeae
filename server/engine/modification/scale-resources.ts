import { effectiveLimits } from "../graph/compile.ts";
import type { Graph, GraphNode } from "../graph/graph.ts";
import type { Json } from "../values/json.ts";
import type { OperationKind } from "./operation-kind.ts";
import { isRepeating, missingNode } from "./places.ts";
import { type Amount, NODE_AMOUNTS, RESOURCES, type Resource, scaled, WORKFLOW_AMOUNTS } from "./scaling.ts";

export const scaleResources: OperationKind<"scaleResources"> = {
  summary:
    "Multiplies what a workflow, or some of its nodes, may use: concurrency, runs, agents, nodes, tokens, cost, time, memory.",
  check: (graph, { nodes = [] }) => {
    const missing = nodes.find((id) => !Object.hasOwn(graph.nodes, id));
    return missing === undefined ? null : missingNode(graph, missing);
  },
  apply: (graph, { factor, nodes, of = RESOURCES }) => {
    const scale = { factor, of: new Set<Resource>(of) };
    const chosen = nodes && new Set(nodes);
    const scaleEach = ([id, node]: [string, GraphNode]): [string, GraphNode] => [
      id,
      chosen && !chosen.has(id) ? node : scaleNode(node, scale),
    ];
    return {
      ...graph,
      ...(chosen ? {} : scaledLimits(graph, scale)),
      nodes: Object.fromEntries(Object.entries(graph.nodes).map(scaleEach)),
    };
  },
};

type Scale = { readonly factor: number; readonly of: ReadonlySet<Resource> };
type Fields = Readonly<Record<string, Json>>;

/** Defaults are amounts too: half of a limit that nobody wrote is half of its default. */
function scaledLimits(graph: Graph, scale: Scale): { readonly limits?: Graph["limits"] } {
  const now = effectiveLimits(graph) as unknown as Fields;
  const after = scaleFields(now, WORKFLOW_AMOUNTS, scale);
  const changed = Object.entries(after).filter(([name, value]) => value !== now[name]);
  if (changed.length === 0) return {};
  return { limits: { ...graph.limits, ...Object.fromEntries(changed) } as Graph["limits"] };
}

function scaleNode(node: GraphNode, scale: Scale): GraphNode {
  // How long a wait waits for its signal is what it is about, not what it uses.
  if (node.kind === "wait") return node;
  const own = scaleFields(node as unknown as Fields, NODE_AMOUNTS, scale) as unknown as GraphNode;
  if (!isRepeating(own)) return own;
  const body = scaleFields(own.body as unknown as Fields, NODE_AMOUNTS, scale);
  return body === (own.body as unknown) ? own : ({ ...own, body } as unknown as GraphNode);
}

function scaleFields(fields: Fields, amounts: readonly Amount[], scale: Scale): Fields {
  return amounts
    .filter(({ of }) => scale.of.has(of))
    .reduce(
      (changed, amount) => scaleAt(changed, amount.path, (value) => scaled(value, scale.factor, amount)),
      fields,
    );
}

function scaleAt(fields: Fields, path: readonly string[], scale: (value: number) => number): Fields {
  const [name = "", ...rest] = path;
  const value = fields[name];
  if (rest.length > 0) {
    const below = isFields(value) ? scaleAt(value, rest, scale) : value;
    return below === value || below === undefined ? fields : { ...fields, [name]: below };
  }
  if (typeof value !== "number") return fields;
  const next = scale(value);
  return next === value ? fields : { ...fields, [name]: next };
}

function isFields(value: Json | undefined): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
