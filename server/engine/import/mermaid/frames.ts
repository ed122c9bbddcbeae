import { GRAPH_CAPS, type Graph } from "../../graph/graph.ts";
import { type Frame, LONGEST, MOST_ASIDES } from "../../graph/layout.ts";
import { groupBy, topologicalOrder } from "../../graph/topology.ts";
import type { NodeId } from "../../ids.ts";
import { CARD, cardOf } from "../card.ts";
import { ForeignNames, shownText } from "../foreign-names.ts";
import type { GraphMaker } from "../graph-maker.ts";
import type { MermaidGroup } from "./parse.ts";

/** From one column to the next, and between two cards of one. */
const BESIDE = 272;
const BELOW = 32;
const PAD = 32;
const GRID = 16;
const LOOSE = "";

type Place = { readonly x: number; readonly y: number };
/** What was laid out: down to where, from where to where across, and which nodes. */
type Laid = {
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
  readonly nodes: readonly NodeId[];
};

/**
 * Makes a frame of each subgraph. A drawing does not say where anything stands, so each node is given a place: left to
 * right along the edges, each subgraph in a band of its own, so that no frame lies over what is not in it.
 */
export function framed(graph: Graph, maker: GraphMaker, groups: readonly MermaidGroup[]): Graph {
  const many = groups.length > MOST_ASIDES || Object.keys(graph.nodes).length > GRAPH_CAPS.nodes;
  const bands = new Bands(graph, maker, many ? [] : groups);
  if (!many) bands.lay(null, 0);
  const why = many
    ? `A canvas has ${MOST_ASIDES} frames at most.`
    : "A subgraph without nodes, or larger than a frame may be.";
  const names = new ForeignNames();
  // In the order of the file, so that what stands within another one lies upon it.
  const frames = groups.flatMap((group) => {
    const frame = bands.framed.get(group);
    const thing = { place: `line ${group.line}`, what: group.title };
    maker.note(frame ? "mapped" : "dropped", thing, frame ? "A frame around its nodes." : why);
    return frame ? [[names.fresh(group.id), frame] as const] : [];
  });
  if (frames.length === 0) return graph;
  const nodes = Object.entries(graph.nodes).map(([id, node]) => [
    id,
    { ...node, position: bands.places.get(id) ?? { x: 0, y: 0 } },
  ]);
  return { ...graph, nodes: Object.fromEntries(nodes), layout: { frames: Object.fromEntries(frames) } };
}

class Bands {
  readonly places = new Map<NodeId, Place>();
  readonly framed = new Map<MermaidGroup, Frame>();
  readonly #graph: Graph;
  readonly #groups: readonly MermaidGroup[];
  readonly #columns: ReadonlyMap<NodeId, number>;
  /** Nodes by the number of the subgraph that they stand in. */
  readonly #own: ReadonlyMap<string, readonly NodeId[]>;

  constructor(graph: Graph, maker: GraphMaker, groups: readonly MermaidGroup[]) {
    this.#graph = graph;
    this.#groups = groups;
    this.#columns = columnsOf(graph);
    const home = new Map(
      groups.flatMap((group, nth) =>
        group.members.flatMap((member) => {
          const id = maker.names.find(member);
          return id === undefined ? [] : [[id, String(nth)] as const];
        }),
      ),
    );
    this.#own = groupBy(Object.keys(graph.nodes), (id) => home.get(id) ?? LOOSE);
  }

  /** The nodes of a subgraph, or those of none, and below them the subgraphs within it. */
  lay(group: MermaidGroup | null, top: number): Laid {
    const own = this.#own.get(group ? String(this.#groups.indexOf(group)) : LOOSE) ?? [];
    const parts = [this.#put(own, group ? top + 2 * PAD : top)];
    for (const inner of this.#groups.filter(({ within }) => within === group))
      parts.push(this.lay(inner, parts.at(-1)?.bottom ?? top));
    const nodes = parts.flatMap((part) => part.nodes);
    const left = Math.min(...parts.map((part) => part.left)) - PAD;
    const right = Math.max(...parts.map((part) => part.right)) + PAD;
    const bottom = parts.at(-1)?.bottom ?? top;
    if (nodes.length === 0 || !group) return { bottom: top, left, right, nodes };
    const size = { width: right - left, height: bottom - top };
    // Nodes stand where they would anyway.
    if (Math.max(size.width, size.height) <= LONGEST)
      this.#frame(group, { x: left, y: top, ...size, nodes: [...nodes] });
    return { bottom: bottom + PAD, left, right, nodes };
  }

  #put(ids: readonly NodeId[], top: number): Laid {
    const next = new Map<number, number>();
    for (const id of ids) {
      const column = this.#columns.get(id) ?? 0;
      const y = next.get(column) ?? top;
      this.places.set(id, { x: column * BESIDE, y });
      next.set(column, y + heightOf(this.#graph, id));
    }
    const columns = [...next.keys()];
    return {
      bottom: Math.max(top, ...next.values()),
      left: Math.min(...columns) * BESIDE,
      right: Math.max(...columns) * BESIDE + CARD.width,
      nodes: ids,
    };
  }

  #frame(group: MermaidGroup, box: Omit<Frame, "title">): void {
    this.framed.set(group, { title: shownText(group.title, 120), ...box });
  }
}

/** How many steps lead to each node, at most. */
function columnsOf({ nodes, edges }: Graph): ReadonlyMap<NodeId, number> {
  const columns = new Map<NodeId, number>();
  const into = groupBy(edges, ({ target }) => target);
  for (const id of topologicalOrder(Object.keys(nodes), edges).order) {
    const before = (into.get(id) ?? []).map(({ source }) => columns.get(source) ?? 0);
    columns.set(id, Math.max(-1, ...before) + 1);
  }
  return columns;
}

/** With the room below it. */
function heightOf({ nodes }: Graph, id: NodeId): number {
  const node = nodes[id];
  return Math.ceil(((node ? cardOf(node).height : CARD.height) + BELOW) / GRID) * GRID;
}
