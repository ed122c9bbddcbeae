import type { Graph, GraphNode, NodeBody } from "#server/engine/graph/graph";
import { kindOf } from "#server/engine/nodes/definitions";

/** A workflow as a graph calls it: nothing in it yet, and an input of the keys that its calls give. */
export function newCallee(caller: Graph, slug: string) {
  const keys = new Set(Object.values(caller.nodes).flatMap((node) => keysGiven(node, slug)));
  const properties = Object.fromEntries([...keys].map((key) => [key, {}]));
  return {
    schemaVersion: 1,
    slug,
    name: nameOf(slug),
    ...(keys.size > 0 ? { inputSchema: { type: "object", properties } } : {}),
    nodes: {},
    edges: [],
  };
}

function keysGiven(node: GraphNode | NodeBody, slug: string): readonly string[] {
  const kind = kindOf(node);
  const body = kind.body?.(node).body;
  if (body) return keysGiven(body, slug);
  const input = kind.call?.(node)?.workflow === slug ? kind.input?.(node) : undefined;
  return typeof input === "object" && input !== null && !Array.isArray(input) ? Object.keys(input) : [];
}

/** `read-all` → `Read all`. */
function nameOf(slug: string): string {
  const words = slug.replaceAll(/[-_]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
