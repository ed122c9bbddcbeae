import { edgePairs, graphChanges } from "#server/engine/graph/diff";
import type { Graph, GraphEdge, GraphNode } from "#server/engine/graph/graph";
import { sameJson } from "#server/engine/modification/compare";
import type { Json } from "#server/engine/values/json";
import { edgeKeys } from "../edges";
import { boxesOf, freePlace, type Places, type Point, placesOf } from "../geometry";
import { placeMissing } from "../tidy";

export type How = "added" | "removed" | "changed" | "moved" | "same";

/** Something of either graph, and how it fared from the one to the other. */
export type Item = {
  /** `node:audit`, `edge:a.>b`, `workflow`. */
  readonly key: string;
  readonly what: "workflow" | "node" | "edge";
  readonly name: string;
  readonly how: How;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
};

export type Compared = {
  /** All nodes and edges of both. What both have is as it became. */
  readonly graph: Graph;
  readonly places: Places;
  readonly nodes: ReadonlyMap<string, How>;
  /** By the key of the edge on the canvas. */
  readonly edges: ReadonlyMap<string, How>;
  /** Where nodes that moved have stood. */
  readonly was: Places;
  /** The workflow itself, its nodes, its edges. */
  readonly items: readonly Item[];
};

/** Two graphs in one, so that they can be looked at together. */
export function compared(before: Graph, after: Graph): Compared {
  const nodes = howNodes(before, after);
  const pairs = edgePairs(before.edges, after.edges);
  const graph: Graph = {
    ...after,
    nodes: { ...after.nodes, ...ofThose(before.nodes, (id) => nodes.get(id) === "removed") },
    edges: pairs.flatMap((pair) => pair.after ?? pair.before ?? []),
  };
  const keys = edgeKeys(graph.edges);
  const edges = new Map(pairs.map((pair, at) => [keys[at] ?? "", howEdge(pair)]));
  const moved = [...nodes].filter(([, how]) => how === "moved").map(([id]) => id);
  return {
    graph,
    places: placesIn(graph, nodes),
    nodes,
    edges,
    was: new Map(moved.flatMap((id) => pointOf(before.nodes[id], id))),
    items: [
      workflowItem(before, after),
      ...[...nodes].map(([id, how]) => nodeItem(id, how, before, after)),
      ...pairs.map((pair, at) => edgeItem(keys[at] ?? "", howEdge(pair), pair)),
    ],
  };
}

/** What of it differs, with the ends of the edges that do. */
export function onlyDifferences(all: Compared): Compared {
  const { graph } = all;
  const keys = edgeKeys(graph.edges);
  const edges = new Map([...all.edges].filter(([, how]) => how !== "same"));
  const ends = graph.edges.flatMap((edge, at) =>
    edges.has(keys[at] ?? "") ? [edge.source, edge.target] : [],
  );
  const kept = new Set([...[...all.nodes].filter(([, how]) => how !== "same").map(([id]) => id), ...ends]);
  return {
    ...all,
    graph: {
      ...graph,
      nodes: ofThose(graph.nodes, (id) => kept.has(id)),
      edges: graph.edges.filter((_, at) => edges.has(keys[at] ?? "")),
    },
    edges: new Map(rekeyed(graph.edges, all.edges)),
    items: all.items.filter(({ how }) => how !== "same"),
  };
}

/** How many of each kind fared how: "1 node added", the same first where nothing differs. */
export function sums(items: readonly Item[]): readonly string[] {
  const words = (["node", "edge"] as const).flatMap((what) =>
    (["added", "removed", "changed", "moved"] as const).flatMap((how) => {
      const count = items.filter((item) => item.what === what && item.how === how).length;
      return count === 0 ? [] : [`${count} ${what}${count === 1 ? "" : "s"} ${how}`];
    }),
  );
  const itself = items.some(({ what, how }) => what === "workflow" && how !== "same");
  return itself ? [...words, "the workflow itself changed"] : words;
}

function howNodes(before: Graph, after: Graph): ReadonlyMap<string, How> {
  const { nodes } = graphChanges(before, after);
  const how = new Map<string, How>(Object.keys(after.nodes).map((id) => [id, "same"]));
  for (const word of ["added", "changed", "moved", "removed"] as const)
    for (const id of nodes[word]) how.set(id, word);
  return how;
}

type Pair = ReturnType<typeof edgePairs>[number];

function howEdge({ before, after }: Pair): How {
  if (!before) return "added";
  if (!after) return "removed";
  return sameJson(before as Json, after as Json) ? "same" : "changed";
}

/** Removed nodes stand where they stood, or below what stands there now. */
function placesIn(graph: Graph, nodes: ReadonlyMap<string, How>): Places {
  const present = { ...graph, nodes: ofThose(graph.nodes, (id) => nodes.get(id) !== "removed") };
  const gone = Object.entries(graph.nodes).filter(([id]) => nodes.get(id) === "removed");
  const placed = gone.filter(([, { position }]) => position);
  if (placed.length < gone.length) return placesOf(graph, placeMissing(graph));
  let places: Places = placesOf(present, placeMissing(present));
  for (const [id, { position = { x: 0, y: 0 } }] of placed)
    places = new Map([...places, [id, freePlace(boxesOf(graph, places), position)]]);
  return places;
}

function workflowItem(before: Graph, after: Graph): Item {
  const itself = ({ nodes: _, edges: __, ...rest }: Graph) => rest as Json;
  const same = graphChanges(before, after).fields.length === 0;
  return {
    key: "workflow",
    what: "workflow",
    name: "The workflow itself",
    how: same ? "same" : "changed",
    before: itself(before),
    after: itself(after),
  };
}

function nodeItem(id: string, how: How, before: Graph, after: Graph): Item {
  const [one, other] = [own(before.nodes, id), own(after.nodes, id)];
  const name = other?.name ?? one?.name;
  const shown = name && name !== id ? `${name} (${id})` : id;
  return { key: `node:${id}`, what: "node", name: shown, how, before: one as Json, after: other as Json };
}

function edgeItem(key: string, how: How, { before, after }: Pair): Item {
  const { source, target, port } = (after ?? before) as GraphEdge;
  const name = `${source}${port === undefined ? "" : ` (${port})`} → ${target}`;
  return { key: `edge:${key}`, what: "edge", name, how, before: before as Json, after: after as Json };
}

/** Edges have other keys among fewer: the second of two alike may have become the only one. */
function rekeyed(edges: readonly GraphEdge[], how: ReadonlyMap<string, How>): (readonly [string, How])[] {
  const hows = edgeKeys(edges).map((key) => how.get(key));
  const all = edges.map((edge, at) => ({ edge, how: hows[at] ?? ("same" as const) }));
  const kept = all.filter((each) => each.how !== "same");
  const keys = edgeKeys(kept.map(({ edge }) => edge));
  return kept.map(({ how: word }, at) => [keys[at] ?? "", word] as const);
}

function pointOf(node: GraphNode | undefined, id: string): readonly (readonly [string, Point])[] {
  return node?.position ? [[id, node.position]] : [];
}

function ofThose(nodes: Graph["nodes"], keep: (id: string) => boolean): Graph["nodes"] {
  return Object.fromEntries(Object.entries(nodes).filter(([id]) => keep(id)));
}

function own(nodes: Graph["nodes"], id: string): GraphNode | undefined {
  return Object.hasOwn(nodes, id) ? nodes[id] : undefined;
}
