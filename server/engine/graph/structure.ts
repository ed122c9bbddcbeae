import { incomingJoin } from "./compile.ts";
import { type Graph, type GraphEdge, type GraphNode, type Join, slugSchema } from "./graph.ts";
import { parseInstant } from "./instant.ts";
import { suggest } from "./nearest.ts";
import type { Findings, Path } from "./problems.ts";
import { findCycle, groupBy, reachable, topologicalOrder } from "./topology.ts";

type Decision = Extract<GraphNode, { kind: "decision" }>;

type Edges = ReadonlyMap<string, readonly GraphEdge[]>;

/** Checks of nodes and edges that need no expression. */
export function checkStructure(graph: Graph, findings: Findings): void {
  const incoming: Edges = groupBy(graph.edges, ({ target }) => target);
  const outgoing: Edges = groupBy(graph.edges, ({ source }) => source);
  for (const [id, node] of Object.entries(graph.nodes)) {
    checkNode(id, node, findings);
    checkJoin(id, incomingJoin(node), incoming.get(id)?.length ?? 0, findings);
    if (node.kind === "decision") checkPortsUsed(id, node, outgoing.get(id) ?? [], findings);
  }
  checkEdges(graph, findings);
  checkOrder(graph, findings);
}

function checkNode(id: string, node: GraphNode, findings: Findings): void {
  const path: Path = ["nodes", id];
  if (id in Object.prototype) findings.add("G021", path, `"${id}" is reserved; choose another name`);
  checkBody(node.kind === "map" ? node.body : node, node.kind === "map" ? [...path, "body"] : path, findings);
  if (node.kind === "wait") checkWait(node, path, findings);
}

function checkBody(
  body: GraphNode | Extract<GraphNode, { kind: "map" }>["body"],
  path: Path,
  findings: Findings,
): void {
  if (body.kind === "task" && body.retry) {
    const { initialMs = 1_000, capMs = 60_000 } = body.retry;
    if (initialMs > capMs)
      findings.add("G022", [...path, "retry"], `initialMs ${initialMs} is over capMs ${capMs}`);
  }
  if (body.kind !== "subworkflow") return;
  if ((body.workflow === undefined) === (body.graph === undefined)) {
    const has = body.workflow === undefined ? "neither" : "both";
    findings.add("G019", path, `a subworkflow needs exactly one of workflow and graph, this has ${has}`);
  } else if (body.workflow !== undefined && !slugSchema.safeParse(body.workflow).success) {
    findings.add("G020", [...path, "workflow"], `"${body.workflow}" is neither a slug nor self`);
  }
}

function checkJoin(id: string, join: Join, incoming: number, findings: Findings): void {
  if (typeof join === "string") return;
  if (join.n > incoming)
    findings.add(
      "G016",
      ["nodes", id, "join", "n"],
      `the join waits for ${join.n} edges, ${incoming} come in`,
    );
}

function checkWait(node: Extract<GraphNode, { kind: "wait" }>, path: Path, findings: Findings): void {
  if ((node.durationMs === undefined) === (node.until === undefined)) {
    const has = node.until === undefined ? "neither" : "both";
    findings.add("G017", path, `a wait needs exactly one of durationMs and until, this has ${has}`);
  }
  if (node.until !== undefined && !node.until.startsWith("=") && parseInstant(node.until) === null) {
    findings.add(
      "G018",
      [...path, "until"],
      `"${node.until}" is not an instant with a zone, such as 2026-05-01T09:00:00Z`,
    );
  }
}

function portsOf(node: Decision): readonly string[] {
  const ports = node.cases.map(({ port }) => port);
  return [...new Set(node.default === undefined ? ports : [...ports, node.default])];
}

function checkPortsUsed(id: string, node: Decision, edges: readonly GraphEdge[], findings: Findings): void {
  const used = new Set(edges.map(({ port }) => port));
  node.cases.forEach(({ port }, i) => {
    if (!used.has(port))
      findings.add("G013", ["nodes", id, "cases", i, "port"], `no edge leaves ${id} from port "${port}"`);
  });
  if (node.default !== undefined && !used.has(node.default)) {
    findings.add("G013", ["nodes", id, "default"], `no edge leaves ${id} from port "${node.default}"`);
  }
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
  if (source.kind === "end" || source.kind === "fail") {
    findings.add(
      "G014",
      ["edges", i, "source"],
      `${edge.source} is of kind ${source.kind}: the run stops there`,
    );
  }
  if (source.kind !== "decision") {
    if (edge.port !== undefined)
      findings.add("G011", ["edges", i, "port"], `${edge.source} is of kind ${source.kind} and has no ports`);
    return;
  }
  const ports = portsOf(source);
  if (edge.port === undefined)
    findings.add(
      "G012",
      ["edges", i],
      `${drawn(edge)} needs a port of ${edge.source}; there are: ${ports.join(", ")}`,
    );
  else if (!ports.includes(edge.port)) {
    findings.add(
      "G012",
      ["edges", i, "port"],
      `${edge.source} has no port "${edge.port}"; ${suggest(edge.port, ports)}`,
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
