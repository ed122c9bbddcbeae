import { renameNodeIn } from "../expression/index.ts";
import { placedExpressions } from "../graph/expressions.ts";
import type { Graph, GraphNode } from "../graph/graph.ts";
import type { Frame } from "../graph/layout.ts";
import { Findings } from "../graph/problems.ts";
import { mapHoles } from "../nodes/agent/prompt.ts";
import type { Rung } from "../recovery/schema.ts";
import type { Json } from "../values/json.ts";
import { type Change, changeAll, partsOf } from "./patch.ts";
import { isRepeating } from "./places.ts";

type Renamed = {
  readonly graph: Graph;
  /** Places of expressions that cannot be written with the new name. */
  readonly stuck: readonly string[];
};

/** The graph with a node of another name: its place, its edges, and all that refers to it. */
export function renamed(graph: Graph, id: string, to: string): Renamed {
  if (id === to) return { graph, stuck: [] };
  const { changes, stuck } = expressionsRenamed(graph, id, to);
  const rewritten = changeAll(graph as unknown as Json, changes);
  const { nodes, edges, ...rest } = ("value" in rewritten ? rewritten.value : graph) as unknown as Graph;
  const named = (name: string) => (name === id ? to : name);
  return {
    stuck,
    graph: {
      ...withMembers(withRungs(rest, named), named),
      nodes: Object.fromEntries(
        Object.entries(nodes).map(([key, node]) => [named(key), renamedIn(node, named)]),
      ),
      edges: edges.map((edge) =>
        edge.source === id || edge.target === id
          ? { ...edge, source: named(edge.source), target: named(edge.target) }
          : edge,
      ),
    },
  };
}

function expressionsRenamed(graph: Graph, id: string, to: string): { changes: Change[]; stuck: string[] } {
  const places = new Set(
    placedExpressions(mentioning(graph, id), new Findings())
      .filter(({ expression }) => expression.paths.some(({ path }) => path[0] === "nodes" && path[1] === id))
      .map(({ findings, pointer }) => findings.pointer(pointer)),
  );
  const changes: Change[] = [];
  const stuck: string[] = [];
  for (const path of places) {
    const text = String(valueAt(graph as unknown as Json, partsOf(path)));
    const value = isPrompt(path)
      ? mapHoles(text, (source) => renameNodeIn(source, id, to))
      : renameNodeIn(text, id, to);
    if (value === null) stuck.push(path);
    else changes.push({ path, value });
  }
  return { changes, stuck };
}

/** The graph without the expressions that cannot name a node: compiling those of a large graph takes long. */
function mentioning(graph: Graph, id: string): Graph {
  const mentions = (part: object) => JSON.stringify(part).includes(id);
  return {
    ...graph,
    nodes: Object.fromEntries(Object.entries(graph.nodes).filter(([, node]) => mentions(node))),
    edges: graph.edges.map((edge) => {
      const { source, target, when, mapping } = edge;
      return (when !== undefined || mapping) && mentions({ when, mapping }) ? edge : { source, target };
    }),
  };
}

function isPrompt(path: string): boolean {
  return /^\/nodes\/[^/]+(\/body)?\/(prompt|system)$/.test(path);
}

function valueAt(value: Json, parts: readonly string[]): Json | undefined {
  return parts.reduce<Json | undefined>(
    (at, part) => (at as Readonly<Record<string, Json>> | null | undefined)?.[part],
    value,
  );
}

type Named = (name: string) => string;

/** Names of nodes that stand outside of expressions. */
function renamedIn(node: GraphNode, named: Named): GraphNode {
  const own = withRungs(node, named);
  if (own.kind === "compensate" && own.of?.some((name) => named(name) !== name))
    return { ...own, of: own.of.map(named) };
  if (!isRepeating(own)) return own;
  const body = withRungs(own.body, named);
  return body === own.body ? own : ({ ...own, body } as GraphNode);
}

function withRungs<Holder extends object>(holder: Holder, named: Named): Holder {
  const { recovery } = holder as { readonly recovery?: readonly Rung[] };
  const isMeant = (rung: Rung) =>
    rung.do === "fallback" && rung.node !== undefined && named(rung.node) !== rung.node;
  if (!recovery?.some(isMeant)) return holder;
  return {
    ...holder,
    recovery: recovery.map((rung) =>
      rung.do === "fallback" && rung.node !== undefined ? { ...rung, node: named(rung.node) } : rung,
    ),
  };
}

/** Frames go on holding the node. */
function withMembers<Holder extends Pick<Graph, "layout">>(holder: Holder, named: Named): Holder {
  const { frames } = holder.layout ?? {};
  const isHeld = ({ nodes }: Frame) => nodes.some((name) => named(name) !== name);
  if (!frames || !Object.values(frames).some(isHeld)) return holder;
  const renamedFrames = Object.entries(frames).map(
    ([id, frame]) => [id, isHeld(frame) ? { ...frame, nodes: frame.nodes.map(named) } : frame] as const,
  );
  return { ...holder, layout: { ...holder.layout, frames: Object.fromEntries(renamedFrames) } };
}
