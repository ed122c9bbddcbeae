import type { Graph, GraphNode, NodeBody } from "../graph/graph.ts";
import { kindOf } from "../nodes/definitions.ts";

/** Field in which a node states its input; `null` = what reaches it makes no difference, `false` = it cannot state any. */
type InputField = "input" | "payload" | "output" | "body" | null | false;

/** The node, made to get what it gets now whatever leads to it; `null` where it cannot be. */
export function withStatedInput(graph: Graph, id: string, node: GraphNode): GraphNode | null {
  const field = passedInto(node);
  if (field === null) return node;
  const into = graph.edges.filter(({ target }) => target === id);
  const [source, ...others] = new Set(into.map((edge) => edge.source));
  if (field === false || others.length > 0) return null;
  // An `end` that says its output does not look at mappings any more.
  if (field === "output" && into.some(({ mapping }) => mapping)) return null;
  const input = source === undefined ? "= input" : `= ${outputOf(source)}`;
  if (node.kind === "plan") return { ...node, body: { ...node.body, input } } as GraphNode;
  return { ...node, [field]: input } as GraphNode;
}

/** Which field that would be of a node that now works on what its edges pass on. */
function passedInto(node: GraphNode): InputField {
  if (node.kind === "end") return node.output === undefined ? "output" : held(node);
  if (node.kind === "loop") return takesPassed(node.body) ? false : held(node);
  if (node.kind === "plan") return takesPassed(node.body) ? "body" : held(node);
  if (!kindOf(node).input) return held(node);
  if (!takesPassed(node)) return null;
  return node.kind === "emit" ? "payload" : "input";
}

function takesPassed(body: GraphNode | NodeBody): boolean {
  const { input } = kindOf(body);
  return input !== undefined && input(body) === undefined;
}

/** A node that states no input may still be held to a schema of it. */
function held({ inputSchema }: GraphNode): null | false {
  return inputSchema === undefined ? null : false;
}

function outputOf(id: string): string {
  return /^[A-Za-z_]\w*$/.test(id) ? `nodes.${id}.output` : `nodes[${JSON.stringify(id)}].output`;
}
