import { compileExpression, inferTypes } from "../expression/index.ts";
import { kindOf } from "../nodes/definitions.ts";
import type { Schema } from "../schema/fits.ts";
import type { Json } from "../values/json.ts";
import type { Graph, GraphEdge, GraphNode, NodeBody } from "./graph.ts";
import { inlineGraphOf } from "./inline-graph.ts";
import { nodeIn } from "./node-in.ts";
import { knownType, outputSchemaOf, propertyOf, schemaOfPath } from "./read-types.ts";

/** What reaches a node before anything is done, as far as the graph alone says it. */
export type Reaching = {
  /** The keys it has; `null` = only a run can tell. */
  readonly keys: ReadonlySet<string> | null;
  /** The one node whose output is passed on; none = the input of the run. */
  readonly source: string | null;
  /** What is said of it as a whole, where it is passed on as it is. */
  readonly schema: Schema | null;
};

type Edges = ReadonlyMap<string, readonly GraphEdge[]>;

/** Schemas that what reaches the node has to fit: its own, and that of its graph. */
export function wantedSchemas(node: GraphNode): readonly Schema[] {
  return [node.inputSchema, inlineInputSchema(node)].filter((schema) => schema !== undefined);
}

/** Of the graph inside a node, where it has one that is sound. */
export function inlineInputSchema(node: GraphNode | NodeBody): Schema | undefined {
  return inlineGraphOf(node)?.inputSchema;
}

export function reachingOf(graph: Graph, id: string, incoming: Edges): Reaching {
  const node = graph.nodes[id];
  const edges = incoming.get(id) ?? [];
  const mapped = edges.flatMap(({ mapping }) => Object.keys(mapping ?? {}));
  const template = node && kindOf(node).input?.(node);
  if (template !== undefined) return { ...NOTHING_PASSED, keys: withKeys(literalKeys(template), mapped) };
  const sources = [...new Set(edges.map(({ source }) => source))];
  // Which of several is done, and so whether one alone is passed on, is for a run to say.
  if (sources.length > 1) return { ...NOTHING_PASSED, keys: null };
  const [source = null] = sources;
  const before = source === null ? undefined : nodeIn(graph, source);
  const passed = source === null ? (graph.inputSchema ?? null) : outputSchemaOf(before);
  const own = source === null ? null : givenKeys(before);
  return { keys: withKeys(own ?? closedKeys(passed), mapped), source, schema: passed };
}

const NOTHING_PASSED = { source: null, schema: null };

function withKeys(keys: readonly string[] | null, more: readonly string[]): ReadonlySet<string> | null {
  return keys && new Set([...keys, ...more]);
}

function literalKeys(template: Json): readonly string[] | null {
  return typeof template === "object" && template !== null && !Array.isArray(template)
    ? Object.keys(template)
    : null;
}

/** Keys of what a node gives, where it writes them out. */
function givenKeys(node: GraphNode | undefined): readonly string[] | null {
  return node?.kind === "transform" ? literalKeys(node.output) : null;
}

/** Only a schema that says it is complete can say what is missing. */
function closedKeys(schema: Schema | null): readonly string[] | null {
  if (schema?.["additionalProperties"] !== false) return null;
  const properties = schema["properties"];
  return typeof properties === "object" && properties !== null ? Object.keys(properties) : [];
}

/** Keys that a schema requires and for which it has no default. */
export function requiredKeys(schema: Schema): readonly string[] {
  const { required } = schema;
  if (!Array.isArray(required)) return [];
  return required.filter(
    (key): key is string => typeof key === "string" && propertyOf(schema, key)?.["default"] === undefined,
  );
}

/** What is said of the value of an expression: by a schema where it only reads, else by the types of what it reads. */
export function givenSchema(graph: Graph, text: Json): Schema | null {
  if (typeof text !== "string" || !text.startsWith("=")) return null;
  const compiled = compileExpression(text);
  if (!compiled.ok) return null;
  if (compiled.expression.plain) return schemaOfPath(graph, compiled.expression.plain);
  const { type } = inferTypes(compiled.expression, (path) => knownType(graph, path));
  return type && { type };
}
