import type { Graph, GraphEdge, GraphNode } from "#server/engine/graph/graph";
import { diffGraphs } from "#server/engine/modification/diff";
import type { Operation } from "#server/engine/modification/schemas";
import type { Json } from "#server/engine/values/json";
import { removingAsides, takenBy } from "./asides";
import { type Connection, freePort, isLast } from "./connect";
import { edgeKeys, refAt } from "./edges";
import { freePlace, type Places, type Point, sizeOf } from "./geometry";
import type { Edit } from "./history";
import { entryOf, type NodeKind } from "./kinds";
import { freshName, nameOrCount } from "./names";

/** What is chosen on the canvas: names of nodes, keys of edges, and of what is drawn beside them. */
export type Selection = {
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
  /** Keys of frames and notes. */
  readonly asides?: ReadonlySet<string>;
};

/** What an act makes of a graph; `id` is the node that is new. */
export type Added = { readonly edit: Edit; readonly id: string };

type NewNode = {
  readonly kind: NodeKind;
  readonly at: Point;
  /** What leads to it. */
  readonly from?: { readonly source: string; readonly port?: string | undefined } | undefined;
  /** Node that it leads to. */
  readonly to?: string | undefined;
};

export function addNode(graph: Graph, places: Places, { kind, at, from, to }: NewNode): Added {
  const { id, operation } = placed(graph, places, kind, at);
  const port = from && (from.port ?? freePort(graph, from.source));
  const edge = from && !isLast(graph, from.source) ? [edgeTo(id, { source: from.source, port })] : [];
  const on = to !== undefined && leadsOn(kind) ? [edgeTo(to, { source: id, port: firstPort(kind) })] : [];
  return { id, edit: { label: `Add ${id}`, operations: [operation, ...edge, ...on] } };
}

/** Whether edges may leave such a node: others cannot stand before one, or on an edge. */
export function leadsOn(kind: NodeKind): boolean {
  return entryOf(kind).section !== "Ends";
}

function placed(graph: Graph, places: Places, kind: NodeKind, at: Point) {
  const id = freshName(kind, new Set(Object.keys(graph.nodes)));
  const node = { ...entryOf(kind).start, position: freePlace(takenBy(graph, places), at) } as GraphNode;
  return { id, operation: { op: "addNode", id, node } as const };
}

function edgeTo(target: string, { source, port }: Omit<Connection, "target">): Operation {
  return { op: "addEdge", edge: { source, target, ...(port === undefined ? {} : { port }) } };
}

/** Puts a node between the ends of an edge: the condition stays before it, what is mapped into the target behind it. */
export function insertOnEdge(graph: Graph, places: Places, at: number, kind: NodeKind): Added | null {
  const edge = graph.edges[at];
  const ref = refAt(graph, at);
  if (!edge || !ref || !leadsOn(kind)) return null;
  const { id, operation } = placed(graph, places, kind, between(graph, places, edge));
  const port = firstPort(kind);
  const { mapping } = edge;
  const behind: GraphEdge = {
    source: id,
    target: edge.target,
    ...(port === undefined ? {} : { port }),
    ...(mapping ? { mapping } : {}),
  };
  const unmapped: Operation[] = mapping
    ? [{ op: "setEdge", edge: ref, changes: [{ path: "/mapping" }] }]
    : [];
  const operations: Operation[] = [
    ...unmapped,
    operation,
    { op: "rewireEdge", edge: ref, to: { target: id } },
    { op: "addEdge", edge: behind },
  ];
  return { id, edit: { label: `Insert ${id}`, operations } };
}

/** The port by which a new node leads on. */
function firstPort(kind: NodeKind): string | undefined {
  const { start } = entryOf(kind);
  if (start.kind === "decision") return start.cases[0]?.port;
  return start.kind === "approval" ? "approved" : undefined;
}

function between(graph: Graph, places: Places, { source, target }: GraphEdge): Point {
  const ends = [source, target].map((id) => ({
    ...(places.get(id) ?? { x: 0, y: 0 }),
    ...sizeOf(graph, id),
  }));
  const middle = (axis: "x" | "y") => ends.reduce((sum, end) => sum + end[axis], 0) / 2;
  return { x: middle("x"), y: middle("y") + 88 };
}

/** Removes what is chosen; edges of nodes that go, go with them. */
export function removeSelected(graph: Graph, { nodes, edges, asides = new Set() }: Selection): Edit | null {
  const ids = [...nodes].filter((id) => Object.hasOwn(graph.nodes, id));
  const keys = edgeKeys(graph.edges);
  // From the end on: what is named by its place stays where it is until then.
  const refs = graph.edges
    .flatMap(({ source, target }, at) =>
      edges.has(keys[at] ?? "") && !nodes.has(source) && !nodes.has(target) ? [refAt(graph, at)] : [],
    )
    .toReversed();
  const operations: Operation[] = [
    ...refs.flatMap((edge) => (edge ? [{ op: "removeEdge", edge } as const] : [])),
    ...ids.map((id) => ({ op: "removeNode", id }) as const),
    ...removingAsides(graph, asides),
  ];
  if (operations.length === 0) return null;
  const beside = [...asides].map((key) => key.replace(":", " "));
  const what =
    ids.length > 0
      ? nameOrCount(ids, "node")
      : refs.length > 0
        ? nameOrCount(refs.map(said), "edge")
        : nameOrCount(beside, "frame");
  return { label: `Remove ${what}`, operations };
}

function said(ref: { readonly source: string; readonly target: string } | null): string {
  return ref ? `${ref.source} → ${ref.target}` : "";
}

export function connect({ source, target, port }: Connection): Edit {
  return { label: `Connect ${source} → ${target}`, operations: [edgeTo(target, { source, port })] };
}

/** Leads an edge elsewhere; its condition and mapping stay. */
export function reconnect(graph: Graph, at: number, { source, target, port }: Connection): Edit | null {
  const [edge, ref] = [graph.edges[at], refAt(graph, at)];
  if (!edge || !ref) return null;
  const to = {
    ...(source === edge.source && port === edge.port ? {} : { source, ...(port ? { port } : {}) }),
    ...(target === edge.target ? {} : { target }),
  };
  if (Object.keys(to).length === 0) return null;
  return {
    label: `Lead ${said(ref)} to ${said({ source, target })}`,
    operations: [{ op: "rewireEdge", edge: ref, to }],
  };
}

export function move(places: Places): Edit {
  return {
    label: `Move ${nameOrCount([...places.keys()], "node")}`,
    operations: [...places].map(([id, position]) => ({ op: "setPosition", id, position })),
  };
}

export function tidyUp(places: Places): Edit {
  return { ...move(places), label: `Tidy up ${nameOrCount([...places.keys()], "node")}`, glides: true };
}

export function rename(id: string, to: string): Edit {
  return { label: `Rename ${id} to ${to}`, operations: [{ op: "renameNode", id, to }] };
}

/** Lets runs go on without the nodes: what stands there then gives what reached it. */
export function skip(ids: readonly string[]): Edit {
  return {
    label: `Skip ${nameOrCount(ids, "node")}`,
    operations: ids.map((id) => ({ op: "skipNode", id, output: null })),
  };
}

/** What is changed in a form: without a value, what stands there goes. */
export type FieldChange = { readonly path: string; readonly value?: Json };

export function setNode(id: string, change: FieldChange): Edit {
  return {
    label: `Change ${change.path.slice(1).replaceAll("/", " ")} of ${id}`,
    group: `node ${id} ${change.path}`,
    operations: [{ op: "setNode", id, changes: [change] }],
  };
}

/** Sets a field of a form. A revision is one of the workflow that was named: it goes with the name. */
export function setField(id: string, path: string, value: Json | undefined): Edit {
  const change: FieldChange = { path, ...(value === undefined ? {} : { value }) };
  const edit = setNode(id, change);
  if (!path.endsWith("/workflow")) return edit;
  const pin: FieldChange = { path: path.replace(/workflow$/, "revision") };
  return { ...edit, operations: [{ op: "setNode", id, changes: [change, pin] }] };
}

export function setEdge(graph: Graph, at: number, change: FieldChange): Edit | null {
  const edge = refAt(graph, at);
  if (!edge) return null;
  return {
    label: `Change ${said(edge)}`,
    group: `edge ${at} ${change.path}`,
    operations: [{ op: "setEdge", edge, changes: [change] }],
  };
}

/** Sets a field of the workflow itself; without a value, it goes. */
export function setWorkflow(graph: Graph, name: keyof Graph, value: Json | undefined): Edit {
  const { [name]: _, ...rest } = graph;
  const after = (value === undefined ? rest : { ...graph, [name]: value }) as Graph;
  return { label: `Change ${name}`, group: `workflow ${name}`, operations: diffGraphs(graph, after) };
}
