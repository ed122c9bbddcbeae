import type { Graph } from "../graph/graph.ts";
import type { NodeId } from "../ids.ts";

/**
 * What the expressions of a workflow read. `whole`: its input as one value. `moves`: something that changes by itself
 * on the way down, such as `run.depth`.
 */
export type Reads = { readonly keys: ReadonlySet<string>; readonly whole: boolean; readonly moves: boolean };
type Found = { keys: Set<string>; whole: boolean; moves: boolean };

/** By workflow and node, for as long as the graph lives. */
const known = new WeakMap<Graph, Map<string, Reads>>();

/**
 * What a workflow reads for anything but handing it on, under its own name, through node `by`; `null` = it hands nothing
 * on. Takes more for read than is: what nobody reads cannot be how a recursion gets on.
 */
export function readsOf(graph: Graph, by: NodeId | null): Reads {
  const ofGraph = known.get(graph) ?? new Map<string, Reads>();
  known.set(graph, ofGraph);
  const reads = ofGraph.get(by ?? "") ?? collect(graph, by);
  ofGraph.set(by ?? "", reads);
  return reads;
}

function collect({ nodes, edges, variables, context, recovery }: Graph, by: NodeId | null): Reads {
  const found: Found = { keys: new Set(), whole: false, moves: false };
  for (const part of [edges, variables, context, recovery]) readAll(part, found);
  for (const [id, node] of Object.entries(nodes)) {
    if (id === by) readCall(node, found);
    else readNode(node, found);
  }
  return found;
}

/** These take what they need in expressions; what others are given without an `input` may be the whole of it. */
const ASKS_NOTHING = new Set(["decision", "end", "fail", "wait", "approval", "transform"]);

function readNode(node: { readonly kind: string; readonly input?: unknown }, found: Found): void {
  if (node.input === undefined && !ASKS_NOTHING.has(node.kind)) found.whole = true;
  readAll(node, found);
}

/** A call is written on its node, or on the body of its map or loop. */
function readCall(node: object, found: Found): void {
  const { body, input, label: _label, graph: _graph, ...rest } = node as Record<string, unknown>;
  readAll(rest, found);
  handOn(input, found);
  if (body !== null && typeof body === "object") readCall(body, found);
}

function handOn(input: unknown, found: Found): void {
  if (typeof input === "string" && /^=\s*input\s*$/.test(input)) return;
  if (input === null || typeof input !== "object" || Array.isArray(input)) {
    readAll(input, found);
    return;
  }
  for (const [key, value] of Object.entries(input)) {
    const own: Found = { keys: new Set(), whole: false, moves: false };
    readAll(value, own);
    own.keys.delete(key);
    for (const read of own.keys) found.keys.add(read);
    found.whole ||= own.whole;
    // What is handed on may be how it moves; it counts where somebody reads it.
  }
}

function readAll(value: unknown, found: Found): void {
  if (typeof value === "string") readText(value, found);
  else if (value !== null && typeof value === "object")
    for (const part of Object.values(value)) readAll(part, found);
}

const INPUT = /\binput\b(?:\s*\.\s*\??\s*([A-Za-z_]\w*)|\s*\[\s*(?:"([^"]*)"|'([^']*)')\s*\])?/g;
const MOVES = /\b(?:run|tree|context)\s*\.|\bnow\b/;

function readText(text: string, found: Found): void {
  if (MOVES.test(text)) found.moves = true;
  for (const [, dotted, double, single] of text.matchAll(INPUT)) {
    const key = dotted ?? double ?? single;
    if (key === undefined) found.whole = true;
    else found.keys.add(key);
  }
}
