import type { AccessPath, JsonType, Known } from "../expression/index.ts";
import type { Schema } from "../schema/fits.ts";
import type { Graph, GraphNode } from "./graph.ts";

/** Keywords under which a schema may say more than its own `type` and `properties` do. */
const OTHERWISE = ["$ref", "$dynamicRef", "anyOf", "oneOf", "allOf", "if", "not"];

/** Types that a schema allows; `null` = it does not say, or not by itself. */
export function typesOf(schema: Schema | null): readonly string[] | null {
  const type = schema?.["type"];
  if (!schema || type === undefined || OTHERWISE.some((keyword) => schema[keyword] !== undefined))
    return null;
  return [type].flat().filter((each) => typeof each === "string");
}

/** Whether a value of one of these types may be one of those: a number may be whole. */
export function mayBe(given: readonly string[], wanted: readonly string[]): boolean {
  const numeric = (type: string) => (type === "integer" ? "number" : type);
  const fits = wanted.map(numeric);
  return given.map(numeric).some((type) => fits.includes(type));
}

export function propertyOf(schema: Schema | null, key: string): Schema | null {
  const properties = asSchema(schema?.["properties"]);
  return properties && Object.hasOwn(properties, key) ? asSchema(properties[key]) : null;
}

/** The schema of what a node gives: its own, or, of an agent, that of its answer. */
export function outputSchemaOf(node: GraphNode | undefined): Schema | null {
  return node?.outputSchema ?? (node?.kind === "agent" ? (node.output ?? null) : null);
}

/** What is said of the value that a way such as `nodes.read.output.total` leads to; `null` = nothing. */
export function schemaOfPath(graph: Graph, path: AccessPath): Schema | null {
  if (path[0] === "input") return below(graph.inputSchema ?? null, path.slice(1));
  if (path[0] !== "nodes" || path[2] !== "output") return null;
  const id = String(path[1]);
  const node = Object.hasOwn(graph.nodes, id) ? graph.nodes[id] : undefined;
  return below(outputSchemaOf(node), path.slice(3));
}

function below(schema: Schema | null, path: AccessPath): Schema | null {
  return path.reduce<Schema | null>(
    (at, part) => (typeof part === "number" ? itemsOf(at) : propertyOf(at, part)),
    schema,
  );
}

function itemsOf(schema: Schema | null): Schema | null {
  return schema?.["prefixItems"] === undefined ? asSchema(schema?.["items"]) : null;
}

/** The one type that the value at a path has, whatever it is; `null` = it may be of several, or nothing says it. */
export function knownType(graph: Graph, path: AccessPath): Known | null {
  const schema = schemaOfPath(graph, path);
  const type = onlyType(schema);
  if (type !== "array") return type;
  const entry = onlyType(itemsOf(schema));
  return entry === null || entry === "array" ? type : `array of ${entry}`;
}

function onlyType(schema: Schema | null): JsonType | null {
  const [type, ...others] = typesOf(schema) ?? [];
  if (type === undefined || others.length > 0) return null;
  return JSON_TYPES[type] ?? null;
}

const JSON_TYPES: Readonly<Record<string, JsonType>> = {
  integer: "number",
  number: "number",
  string: "string",
  boolean: "boolean",
  object: "object",
  array: "array",
};

function asSchema(value: unknown): Schema | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Schema) : null;
}
