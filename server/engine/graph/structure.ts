import { kindOf } from "../nodes/definitions.ts";
import { counted } from "../words.ts";
import { incomingJoin } from "./compile.ts";
import type { Join } from "./fields.ts";
import type { Graph, GraphEdge, GraphNode } from "./graph.ts";
import type { Report } from "./kind.ts";
import { suggest } from "./nearest.ts";
import type { Findings, Path } from "./problems.ts";
import { findCycle, groupBy, reachable, topologicalOrder } from "./topology.ts";

type Edges = ReadonlyMap<string, readonly GraphEdge[]>;

/** Checks of nodes and edges that need no expression. */
export function checkStructure(graph: Graph, findings: Findings): void {
  if (graph.slug === "self")
    findings.add("G021", ["slug"], '"self" is what a workflow calls itself by; choose another slug');
  const incoming: Edges = groupBy(graph.edges, ({ target }) => target);
  const outgoing: Edges = groupBy(graph.edges, ({ source }) => source);
  for (const [id, node] of Object.entries(graph.nodes)) {
    checkNode(id, node, outgoing.get(id) ?? [], findings);
    checkJoin(id, incomingJoin(node), incoming.get(id)?.length ?? 0, findings);
  }
  checkEdges(graph, findings);
  checkOrder(graph, findings);
}

function checkNode(id: string, node: GraphNode, outgoing: readonly GraphEdge[], findings: Findings): void {
  const path: Path = ["nodes", id];
  if (id in Object.prototype) findings.add("G021", path, `"${id}" is reserved; choose another name`);
  const kind = kindOf(node);
  kind.check?.(node, reportAt(path, findings), { id, outgoing });
  const repeated = kind.body?.(node);
  if (repeated)
    kindOf(repeated.body).check?.(repeated.body, reportAt([...path, "body"], findings), { id, outgoing: [] });
}

function reportAt(path: Path, findings: Findings): Report {
  return (code, field, message) => findings.add(code, [...path, ...field], message);
}

function checkJoin(id: string, join: Join, incoming: number, findings: Findings): void {
  if (typeof join === "string") return;
  if (join.n > incoming)
    findings.add(
      "G016",
      ["nodes", id, "join", "n"],
      `the join waits for ${counted(join.n, "edge")}, ${incoming === 1 ? "1 comes" : `${incoming} come`} in`,
    );
}

function checkEdges(graph: Graph, findings: Findings): void {
  const seen = new Map<string, number>();
  graph.edges.forEach((edge, i) => {
    const known = checkEnds(edge, i, graph, findings);
    const key = JSON.stringify([edge.source, edge.target, edge.port]);
    const first = seen.get(key);
    if (first !== undefined)
      findings.add("G009", ["edges", i], `${drawn(edge)} stands already at /edges/${first}`);
    else seen.set(key, i);
    if (known) checkSource(edge, i, known, findings);
  });
}

/** The source node, when both ends are there. */
function checkEnds(edge: GraphEdge, i: number, graph: Graph, findings: Findings): GraphNode | null {
  for (const end of ["source", "target"] as const) {
    if (Object.hasOwn(graph.nodes, edge[end])) continue;
    findings.add(
      "G008",
      ["edges", i, end],
      `there is no node "${edge[end]}"; ${suggest(edge[end], Object.keys(graph.nodes))}`,
    );
  }
  if (edge.source === edge.target) findings.add("G010", ["edges", i], `${edge.source} leads to itself`);
  return Object.hasOwn(graph.nodes, edge.source) ? (graph.nodes[edge.source] ?? null) : null;
}

function checkSource(edge: GraphEdge, i: number, source: GraphNode, findings: Findings): void {
  const kind = kindOf(source);
  if (kind.last) {
    findings.add(
      "G014",
      ["edges", i, "source"],
      `${edge.source} is of kind ${source.kind}: the run stops there`,
    );
  }
  const ports = kind.ports?.(source);
  if (!ports) {
    if (edge.port !== undefined)
      findings.add("G011", ["edges", i, "port"], `${edge.source} is of kind ${source.kind} and has no ports`);
  } else if (edge.port === undefined) {
    if (ports.required)
      findings.add(
        "G012",
        ["edges", i],
        `${drawn(edge)} needs a port of ${edge.source}; there are: ${ports.names.join(", ")}`,
      );
  } else if (!ports.names.includes(edge.port)) {
    findings.add(
      "G012",
      ["edges", i, "port"],
      `${edge.source} has no port "${edge.port}"; ${suggest(edge.port, ports.names)}`,
    );
  }
}

function drawn(edge: GraphEdge): string {
  return `${edge.source}${edge.port === undefined ? "" : `.${edge.port}`} → ${edge.target}`;
}

function checkOrder(graph: Graph, findings: Findings): void {
  const ids = Object.keys(graph.nodes);
  const drawnRight = graph.edges.filter(({ source }) => Object.hasOwn(graph.nodes, source));
  const edges = drawnRight.filter(({ source, target }) => source !== target);
  const targets = new Set(drawnRight.map(({ target }) => target));
  const entries = ids.filter((id) => !targets.has(id));
  if (entries.length === 0)
    findings.add(
      "G001",
      ["nodes"],
      ids.length === 0 ? "the graph has no nodes" : "every node has an incoming edge, so no run can start",
    );
  const { rest } = topologicalOrder(ids, edges);
  if (rest.length === 0) return;
  const cycle = findCycle(rest, edges);
  findings.add("G004", ["nodes", cycle[0] ?? ""], `the edges lead in a circle: ${cycle.join(" → ")}`);
  if (entries.length === 0) return;
  const reached = reachable(entries, edges);
  for (const id of rest) if (!reached.has(id)) findings.add("G002", ["nodes", id], `no path leads to ${id}`);
}
