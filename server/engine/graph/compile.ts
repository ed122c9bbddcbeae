import { fingerprint } from "../hash.ts";
import type { NodeId } from "../ids.ts";
import { bothAllowances } from "../recursion/allowance-schema.ts";
import type { Json } from "../values/json.ts";
import type { Join } from "./fields.ts";
import {
  type BoundGraph,
  type Graph,
  type GraphEdge,
  type GraphNode,
  type Limits,
  limitsSchema,
} from "./graph.ts";
import { groupBy, topologicalOrder } from "./topology.ts";

/** An edge with its index in `graph.edges`, which is how events name it. */
export type CompiledEdge = { readonly index: number; readonly edge: GraphEdge };

export type CompiledNode = {
  readonly id: NodeId;
  readonly node: GraphNode;
  readonly incoming: readonly CompiledEdge[];
  readonly outgoing: readonly CompiledEdge[];
  readonly join: Join;
  /** Edges that must be taken. Under `all` the node also waits until every edge is decided. */
  readonly needed: number;
};

/** A graph laid out for the engine. */
export type CompiledGraph = {
  readonly graph: Graph;
  readonly nodes: ReadonlyMap<NodeId, CompiledNode>;
  readonly edges: readonly CompiledEdge[];
  /** Nodes without incoming edges: where a run starts. */
  readonly entries: readonly NodeId[];
  readonly ends: readonly NodeId[];
  /** Nodes without outgoing edges: their outputs make the run's output when there is no `end`. */
  readonly leaves: readonly NodeId[];
  /** Every node after all that lead to it. */
  readonly order: readonly NodeId[];
};

const compiledGraphs = new WeakMap<Graph, CompiledGraph>();

/** Lays a validated graph out; the result is kept as long as the graph object lives. */
export function compileGraph(graph: Graph): CompiledGraph {
  const known = compiledGraphs.get(graph);
  if (known) return known;
  const compiled = layOut(graph);
  compiledGraphs.set(graph, compiled);
  return compiled;
}

function layOut(graph: Graph): CompiledGraph {
  const edges = graph.edges.map((edge, index): CompiledEdge => ({ index, edge }));
  const incoming = groupBy(edges, ({ edge }) => edge.target);
  const outgoing = groupBy(edges, ({ edge }) => edge.source);
  const nodes = new Map<NodeId, CompiledNode>();
  for (const [id, node] of Object.entries(graph.nodes)) {
    const into = incoming.get(id) ?? [];
    const join = incomingJoin(node);
    nodes.set(id, {
      id,
      node,
      incoming: into,
      outgoing: outgoing.get(id) ?? [],
      join,
      needed: neededOf(join, into.length),
    });
  }
  const all = [...nodes.values()];
  const idsOf = (holds: (node: CompiledNode) => boolean): NodeId[] => all.filter(holds).map(({ id }) => id);
  return {
    graph,
    nodes,
    edges,
    entries: idsOf((node) => node.incoming.length === 0),
    ends: idsOf((node) => node.node.kind === "end"),
    leaves: idsOf((node) => node.outgoing.length === 0),
    order: topologicalOrder([...nodes.keys()], graph.edges).order,
  };
}

/** The `join` of a map or a plan is about its items; its incoming edges always join as `all`. */
export function incomingJoin(node: GraphNode): Join {
  return node.kind === "map" || node.kind === "plan" ? "all" : (node.join ?? "all");
}

/** An `all` join goes on when every edge is decided and one was taken, so that branches can meet again. */
export function neededOf(join: Join, incoming: number): number {
  return typeof join === "string" ? Math.min(1, incoming) : join.n;
}

const hashes = new WeakMap<Graph, string>();

/** Gives a graph its content hash and says what it is a revision of. */
export function bindGraph(
  graph: Graph,
  of: { readonly slug: string; readonly revision: number | null; readonly inline?: true },
): BoundGraph {
  const hash = hashes.get(graph) ?? fingerprint(graph as unknown as Json);
  hashes.set(graph, hash);
  return {
    hash,
    slug: of.slug,
    revision: of.revision,
    ...(of.inline ? { inline: true as const } : {}),
    graph,
  };
}

/** Full limits of a tree: the graph's own over the defaults, then tightened by those of the start. */
export function effectiveLimits(graph: Graph, tighten: Partial<Limits> = {}): Limits {
  const own = limitsSchema.parse(graph.limits ?? {});
  const asked = (name: NumericLimit): number => tighten[name] ?? Number.POSITIVE_INFINITY;
  const orNone = (name: NullableLimit): number | null => {
    const least = Math.min(own[name] ?? Number.POSITIVE_INFINITY, asked(name));
    return Number.isFinite(least) ? least : null;
  };
  return {
    maxDepth: Math.min(own.maxDepth, asked("maxDepth")),
    maxAgentsPerLevel: Math.min(own.maxAgentsPerLevel, asked("maxAgentsPerLevel")),
    maxRuns: Math.min(own.maxRuns, asked("maxRuns")),
    maxAgents: orNone("maxAgents"),
    maxNodes: orNone("maxNodes"),
    maxTokens: orNone("maxTokens"),
    maxCostUsd: orNone("maxCostUsd"),
    recursionTimeoutMs: orNone("recursionTimeoutMs"),
    cycleDetection: own.cycleDetection || tighten.cycleDetection === true,
    resourceEscalationThreshold: Math.min(
      own.resourceEscalationThreshold,
      asked("resourceEscalationThreshold"),
    ),
    performanceDegradationThreshold: Math.max(
      own.performanceDegradationThreshold,
      tighten.performanceDegradationThreshold ?? 0,
    ),
    onPerformanceDegradation:
      tighten.onPerformanceDegradation === "fail" ? "fail" : own.onPerformanceDegradation,
    escalationFactor: Math.min(own.escalationFactor, asked("escalationFactor")),
    onBudgetExhausted: tighten.onBudgetExhausted ?? own.onBudgetExhausted,
    stallLevels: Math.min(own.stallLevels, asked("stallLevels")),
    ...bothAllowances(own.allowances, tighten.allowances),
  };
}
/** The same for a tree whose root runs at `depth` below others: its own limit counts from there. */
export function startLimits(graph: Graph, tighten: Partial<Limits> = {}, depth = 0): Limits {
  const { maxDepth, ...rest } = tighten;
  const limits = effectiveLimits(graph, depth === 0 ? tighten : rest);
  if (depth === 0) return limits;
  return { ...limits, maxDepth: Math.min(limits.maxDepth + depth, maxDepth ?? Number.POSITIVE_INFINITY) };
}

type NumericLimit =
  | NullableLimit
  | "escalationFactor"
  | "stallLevels"
  | "maxDepth"
  | "maxAgentsPerLevel"
  | "maxRuns"
  | "resourceEscalationThreshold";
type NullableLimit = "recursionTimeoutMs" | "maxAgents" | "maxNodes" | "maxTokens" | "maxCostUsd";
