import type { Operation } from "./schemas.ts";

/** What one node is and does. */
const OF_A_NODE = new Set<Operation["op"]>(["setNode", "setPosition", "replaceNode"]);
const OF_EDGES = new Set<Operation["op"]>(["addEdge", "removeEdge", "rewireEdge", "setEdge"]);
const OF_NODES = new Set<Operation["op"]>(["addNode", "removeNode"]);
const OF_THE_WORKFLOW = new Set<Operation["op"]>(["setLimits", "setMeta", "setWorkflow"]);

/** Whether the later of two operations may as well come first. Where it is not certain, it may not. */
export function passes(later: Operation, earlier: Operation): boolean {
  const { op } = earlier;
  if (OF_THE_WORKFLOW.has(later.op)) return isPlain(op) && op !== later.op;
  if (OF_A_NODE.has(later.op) || later.op === "removeNode") return nodePasses(later, earlier);
  if (later.op === "setEdge" || later.op === "removeEdge") return edgePasses(later.edge.at, earlier);
  return false;
}

function nodePasses(later: Operation, earlier: Operation): boolean {
  if (OF_THE_WORKFLOW.has(earlier.op)) return true;
  if (later.op !== "removeNode" && OF_EDGES.has(earlier.op)) return true;
  const apart = "id" in later && "id" in earlier && later.id !== earlier.id;
  if (!apart) return false;
  return OF_A_NODE.has(earlier.op) || (later.op !== "removeNode" && OF_NODES.has(earlier.op));
}

/** Places of edges count from the first: one that names a place depends on all that came before. */
function edgePasses(at: number | undefined, earlier: Operation): boolean {
  if (OF_THE_WORKFLOW.has(earlier.op) || OF_A_NODE.has(earlier.op)) return true;
  return at === undefined && earlier.op === "setEdge" && earlier.edge.at === undefined;
}

/** What it touches is what it names. */
function isPlain(op: Operation["op"]): boolean {
  return OF_A_NODE.has(op) || OF_EDGES.has(op) || OF_NODES.has(op) || OF_THE_WORKFLOW.has(op);
}
