import { fingerprint } from "../hash.ts";
import type { NodeId } from "../ids.ts";
import { kindOf } from "../nodes/definitions.ts";
import type { Json } from "../values/json.ts";
import { bindGraph } from "./compile.ts";
import type { BoundGraph, Graph, Pin, Pins } from "./graph.ts";

/** Stands where a number of a revision does: what is run is none yet. */
export const DRAFT = 0;

/** What part of a draft is tried out. */
export type Part = {
  /** The last node that is done; without it, everything is. */
  readonly until?: NodeId;
  /** Results that nodes had in an earlier run. They stand for the root alone, and where nothing is pinned. */
  readonly known?: Pins;
};

/** Binds a draft so that it can be run before it is published: its hash is that of no revision. */
export function bindTrial(graph: Graph, pins: Pins, { until, known = {} }: Part = {}): BoundGraph {
  const whole = tried(graph, { pins: present(graph, pins) });
  if (until === undefined && Object.keys(known).length === 0) return whole;
  const part = until === undefined ? graph : cutAfter(graph, until);
  return tried(part, { pins: present(part, { ...known, ...pins }), whole });
}

function tried(graph: Graph, trial: NonNullable<BoundGraph["trial"]>): BoundGraph {
  const bound = bindGraph(graph, { slug: graph.slug, revision: DRAFT });
  const { pins, whole } = trial;
  const hash = fingerprint([bound.hash, pins as unknown as Json, whole?.hash ?? null]);
  return { ...bound, hash, trial };
}

/** The graph up to a node: what leads there, and what it needs. What it gives is the result of the run. */
export function cutAfter(graph: Graph, until: NodeId): Graph {
  const kept = new Set([until, ...before(graph, until)]);
  const { outputSchema: _, ...rest } = graph;
  return {
    ...rest,
    nodes: Object.fromEntries(Object.entries(graph.nodes).filter(([id]) => kept.has(id))),
    edges: graph.edges.filter(({ source, target }) => kept.has(target) && kept.has(source)),
  };
}

/** Every node from which edges lead to this one. */
export function before(graph: Graph, node: NodeId): ReadonlySet<NodeId> {
  const found = new Set<NodeId>();
  const open = [node];
  for (let id = open.pop(); id !== undefined; id = open.pop())
    for (const { source, target } of graph.edges)
      if (target === id && !found.has(source)) {
        found.add(source);
        open.push(source);
      }
  found.delete(node);
  return found;
}

/** What comes before a node and is not pinned: without results of an earlier run, nothing can go on from there. */
export function lackedBefore(
  graph: Graph,
  from: NodeId,
  pins: Readonly<Record<NodeId, unknown>>,
): readonly NodeId[] {
  const leading = before(graph, from);
  return Object.keys(graph.nodes).filter((id) => leading.has(id) && !Object.hasOwn(pins, id));
}

/** Whether edges lead from one node to another. */
export function leadsTo(graph: Graph, from: NodeId, to: NodeId): boolean {
  return before(graph, to).has(from);
}

function present(graph: Graph, pins: Pins): Pins {
  return Object.fromEntries(Object.entries(pins).filter(([id]) => Object.hasOwn(graph.nodes, id)));
}

/** Why a result cannot be pinned to a node; `null` = it can. */
export function whyNotPinned(graph: Graph, id: NodeId, { port }: Pick<Pin, "port">): string | null {
  const node = Object.hasOwn(graph.nodes, id) ? graph.nodes[id] : undefined;
  if (!node) return `the draft has no node "${id}"`;
  const kind = kindOf(node);
  if (kind.last) return `a run ends at node "${id}", so there is no result of it to pin`;
  const ports = kind.ports?.(node);
  if (!ports) return port === undefined ? null : `node "${id}" has no ports`;
  if (port === undefined)
    return ports.required ? `node "${id}" needs one of its ports: ${ports.names.join(", ")}` : null;
  return ports.names.includes(port)
    ? null
    : `node "${id}" has no port "${port}"; it has ${ports.names.join(", ")}`;
}
