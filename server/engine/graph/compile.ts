import {
  type Compiled,
  type CompileResult,
  compileExpression,
  compileTemplate,
  type Template,
  type TemplateResult,
} from "../expression/index.ts";
import { fingerprint } from "../hash.ts";
import type { NodeId } from "../ids.ts";
import type { Json } from "../values/json.ts";
import {
  type BoundGraph,
  type Graph,
  type GraphEdge,
  type GraphNode,
  type Join,
  type Limits,
  limitsSchema,
  type MapBody,
  type RetryPolicy,
  retrySchema,
} from "./graph.ts";
import { groupBy, topologicalOrder } from "./topology.ts";

/** An edge with its index in `graph.edges`, which is how events name it. */
export type CompiledEdge = {
  readonly index: number;
  readonly edge: GraphEdge;
  /** `null` = taken whenever its source completes (and its port, if any, is chosen). */
  readonly when: () => Compiled | null;
  /** Entries merged over the target's input, in order. */
  readonly mapping: () => readonly (readonly [string, Template])[];
};

export type CompiledNode = {
  readonly id: NodeId;
  readonly node: GraphNode;
  readonly incoming: readonly CompiledEdge[];
  readonly outgoing: readonly CompiledEdge[];
  readonly join: Join;
  /** Taken edges that satisfy the join: all of them, 1, or n. */
  readonly needed: number;
};

/** A graph laid out for the engine. Expressions are compiled when they are first asked for, then kept. */
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
  const edges = graph.edges.map(compileEdge);
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

/** A map's own `join` is about its items; its incoming edges always join as `all`. */
export function incomingJoin(node: GraphNode): Join {
  return node.kind === "map" ? "all" : (node.join ?? "all");
}

function neededOf(join: Join, incoming: number): number {
  if (join === "all") return incoming;
  return join === "any" ? Math.min(1, incoming) : join.n;
}

function compileEdge(edge: GraphEdge, index: number): CompiledEdge {
  return {
    index,
    edge,
    when: once(() => (edge.when === undefined ? null : expressionOf(edge.when))),
    mapping: once(() =>
      Object.entries(edge.mapping ?? {}).map(([key, value]) => [key, templateOf(value)] as const),
    ),
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Compiled form of an expression of a validated graph. */
export function expressionOf(source: string): Compiled {
  const result: CompileResult = compileExpression(source);
  if (!result.ok) throw new Error(`expression was not validated: ${source}: ${result.problem.message}`);
  return result.expression;
}

const templates = new WeakMap<object, Template>();

/** Compiled form of a template of a validated graph; kept as long as the template's object lives. */
export function templateOf(json: Json): Template {
  if (typeof json !== "object" || json === null) return compiledTemplate(json);
  const known = templates.get(json);
  if (known) return known;
  const template = compiledTemplate(json);
  templates.set(json, template);
  return template;
}

function compiledTemplate(json: Json): Template {
  const result: TemplateResult = compileTemplate(json);
  if (!result.ok) throw new Error(`template was not validated: ${result.problems[0]?.message ?? ""}`);
  return result.template;
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
  const timeout = Math.min(own.recursionTimeoutMs ?? Number.POSITIVE_INFINITY, asked("recursionTimeoutMs"));
  return {
    maxDepth: Math.min(own.maxDepth, asked("maxDepth")),
    maxAgentsPerLevel: Math.min(own.maxAgentsPerLevel, asked("maxAgentsPerLevel")),
    maxRuns: Math.min(own.maxRuns, asked("maxRuns")),
    recursionTimeoutMs: Number.isFinite(timeout) ? timeout : null,
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
  };
}
type NumericLimit =
  | "maxDepth"
  | "maxAgentsPerLevel"
  | "maxRuns"
  | "recursionTimeoutMs"
  | "resourceEscalationThreshold";

/** Retry policy with its defaults: without `retry` a task has one attempt. */
export function retryOf(node: { readonly retry?: Partial<RetryPolicy> | undefined }): RetryPolicy {
  return node.retry ? retrySchema.parse(node.retry) : { ...retrySchema.parse({}), maxAttempts: 1 };
}

/** What a map runs for each item, or the node itself. */
export function bodyOf(node: GraphNode): MapBody | GraphNode {
  return node.kind === "map" ? node.body : node;
}
