import { kindOf } from "../nodes/definitions.ts";
import type { Schema } from "../schema/fits.ts";
import type { Json } from "../values/json.ts";
import type { Graph, GraphEdge, GraphNode } from "./graph.ts";
import { named } from "./named-types.ts";
import { nodeIn } from "./node-in.ts";
import type { Findings, Path } from "./problems.ts";
import { givenSchema, type Reaching, reachingOf, requiredKeys, wantedSchemas } from "./reaching.ts";
import { mayBe, outputSchemaOf, propertyOf, typesOf } from "./read-types.ts";
import { groupBy } from "./topology.ts";

/** Checks what reaches nodes against what they require: that it is there, and that it can be of that type. */
export function checkPorts(graph: Graph, findings: Findings): void {
  const incoming = groupBy(graph.edges, ({ target }) => target);
  for (const [id, node] of Object.entries(graph.nodes)) {
    const wanted = wantedSchemas(node);
    if (wanted.length > 0) {
      const reaching = reachingOf(graph, id, incoming);
      for (const schema of wanted) checkRequired({ graph, id, node, schema, reaching, incoming }, findings);
      checkPassed(id, wanted, reaching, incoming.get(id) ?? [], findings);
    }
    checkTemplates(graph, id, node, wanted, findings);
  }
  checkMappings(graph, findings);
}

type Wanting = {
  readonly graph: Graph;
  readonly id: string;
  readonly node: GraphNode;
  readonly schema: Schema;
  readonly reaching: Reaching;
  readonly incoming: ReadonlyMap<string, readonly GraphEdge[]>;
};

function checkRequired({ id, node, schema, reaching, incoming }: Wanting, findings: Findings): void {
  const template = kindOf(node).input?.(node);
  const mapped = (incoming.get(id) ?? []).some(({ mapping }) => mapping);
  // A template that nothing is merged over is held to the schema as a whole.
  if (!reaching.keys || (template !== undefined && !mapped)) return;
  for (const key of requiredKeys(schema)) {
    if (reaching.keys.has(key)) continue;
    const from = reaching.source === null ? "the run's input" : `what ${reaching.source} gives`;
    const where = template === undefined ? from : "its input";
    findings.add(
      "G003",
      ["nodes", id, "input", key],
      `${id} needs "${key}", and nothing gives it: it stands neither in ${where} nor in the mapping of an edge; give it, such as "${key}": "= input.${key}"`,
    );
  }
}

/** What is passed on as it is. */
function checkPassed(
  id: string,
  wanted: readonly Schema[],
  { source, schema }: Reaching,
  edges: readonly GraphEdge[],
  findings: Findings,
): void {
  if (!schema) return;
  const mapped = new Set(edges.flatMap(({ mapping }) => Object.keys(mapping ?? {})));
  const path = ["nodes", id, "inputSchema"];
  const from = source === null ? "the input of the run" : `the output of ${source}`;
  for (const each of wanted) {
    if (mapped.size === 0) report(schema, each, path, from, findings);
    for (const key of keysOf(each))
      if (!mapped.has(key))
        report(
          propertyOf(schema, key),
          propertyOf(each, key),
          [...path, key],
          `"${key}" of ${from}`,
          findings,
        );
  }
}

function keysOf(schema: Schema): readonly string[] {
  const properties = schema["properties"];
  return typeof properties === "object" && properties !== null ? Object.keys(properties) : [];
}

function checkTemplates(
  graph: Graph,
  id: string,
  node: GraphNode,
  wanted: readonly Schema[],
  findings: Findings,
): void {
  const input = kindOf(node).input?.(node);
  const field = node.kind === "emit" ? "payload" : "input";
  if (input !== undefined)
    for (const schema of wanted) walk(graph, input, schema, ["nodes", id, field], findings);
  if (node.kind !== "transform" && node.kind !== "end") return;
  const output = node.kind === "transform" ? outputSchemaOf(node) : (outputSchemaOf(node) ?? ofRun(graph));
  if (output && node.output !== undefined)
    walk(graph, node.output, output, ["nodes", id, "output"], findings);
}

/** What several ends give stands under their names. */
function ofRun({ nodes, outputSchema }: Graph): Schema | null {
  const ends = Object.values(nodes).filter(({ kind }) => kind === "end").length;
  return ends === 1 ? (outputSchema ?? null) : null;
}

function checkMappings(graph: Graph, findings: Findings): void {
  for (const [at, { target, mapping }] of graph.edges.entries()) {
    const node = nodeIn(graph, target);
    if (!mapping || !node) continue;
    for (const schema of wantedSchemas(node))
      for (const [key, value] of Object.entries(mapping))
        walk(graph, value, propertyOf(schema, key), ["edges", at, "mapping", key], findings);
  }
}

function walk(graph: Graph, template: Json, schema: Schema | null, path: Path, findings: Findings): void {
  if (!schema) return;
  if (typeof template === "string") {
    const read = givenSchema(graph, template);
    if (read) report(read, schema, path, template.replace(/^=\s*/, ""), findings);
  } else if (typeof template === "object" && template !== null && !Array.isArray(template))
    for (const [key, entry] of Object.entries(template))
      walk(graph, entry as Json, propertyOf(schema, key), [...path, key], findings);
}

function report(
  given: Schema | null,
  wanted: Schema | null,
  path: Path,
  what: string,
  findings: Findings,
): void {
  const [has, needs] = [typesOf(given), typesOf(wanted)];
  if (!has || !needs || mayBe(has, needs)) return;
  findings.add(
    "V002",
    path,
    `${what} is ${named(has)}, and ${named(needs)} is expected here; turn it into one, or change one of the schemas`,
  );
}
