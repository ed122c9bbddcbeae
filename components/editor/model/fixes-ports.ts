import { formatPath } from "#server/engine/expression/index";
import type { Graph, GraphEdge, Problem } from "#server/engine/graph/graph";
import { nodeIn } from "#server/engine/graph/node-in";
import { wantedSchemas } from "#server/engine/graph/reaching";
import { mayBe, outputSchemaOf, propertyOf, typesOf } from "#server/engine/graph/read-types";
import { kindOf } from "#server/engine/nodes/definitions";
import type { Schema } from "#server/engine/schema/fits";
import type { Json } from "#server/engine/values/json";
import { refAt } from "./edges";
import { type Fix, fix } from "./fix";
import { settingAt, valueAt } from "./value-at";

/** Ways that are offered for one key. */
const MOST = 3;

/** Outputs and inputs that could be what the node lacks: those of the same name first, then those of its type. */
export function fixPort(graph: Graph, { path }: Problem): readonly Fix[] {
  const [, , id = "", , key = ""] = path.split("/");
  const node = nodeIn(graph, id);
  if (!node) return [];
  const wanted = wantedSchemas(node).map((schema) => propertyOf(schema, key));
  const fitting = readableBy(graph, id).filter(({ schema }) => wanted.every((each) => fits(schema, each)));
  const named = fitting.filter(({ name }) => name === key);
  const others = fitting.filter(({ name, schema }) => name !== key && typesOf(schema) !== null);
  return [...named, ...others].slice(0, MOST).flatMap(({ read }) => {
    const place = placeFor(graph, id, key);
    const operation = place && settingAt(graph, place, `= ${read}`);
    return operation ? [fix(`Give it ${read}`, [operation])] : [];
  });
}

/** Merged over what is passed on, or part of what is written out. */
function placeFor(graph: Graph, id: string, key: string): string | null {
  const node = nodeIn(graph, id);
  const template = node && kindOf(node).input?.(node);
  const part = key.replaceAll("~", "~0").replaceAll("/", "~1");
  if (typeof template === "object") return `/nodes/${id}/input/${part}`;
  const at = graph.edges.findIndex(({ target }) => target === id);
  if (at >= 0) return `/edges/${at}/mapping/${part}`;
  return template === undefined && node && "task" in node ? `/nodes/${id}/input/${part}` : null;
}

type Readable = { readonly read: string; readonly name: string; readonly schema: Schema | null };

/** What can be read by then: the parts of outputs of nodes that lead here, the nearest first, and of the input. */
function readableBy(graph: Graph, id: string): readonly Readable[] {
  const before = [id];
  for (const each of before)
    for (const { source, target } of graph.edges)
      if (target === each && !before.includes(source)) before.push(source);
  const outputs = before.slice(1).flatMap((source) => {
    const node = nodeIn(graph, source);
    const literal = node?.kind === "transform" && !outputSchemaOf(node) ? keysIn(node.output) : [];
    return [
      ...propertiesOf(outputSchemaOf(node)).map((part) => ({ ...part, path: ["nodes", source, "output"] })),
      ...literal.map((name) => ({ name, schema: null, path: ["nodes", source, "output"] })),
    ];
  });
  const inputs = propertiesOf(graph.inputSchema ?? null).map((part) => ({ ...part, path: ["input"] }));
  return [...outputs, ...inputs].map(({ path, name, schema }) => ({
    read: formatPath([...path, name]),
    name,
    schema,
  }));
}

function propertiesOf(schema: Schema | null): readonly { name: string; schema: Schema | null }[] {
  return keysIn(schema?.["properties"]).map((name) => ({ name, schema: propertyOf(schema, name) }));
}

function keysIn(value: unknown): readonly string[] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}

function fits(given: Schema | null, wanted: Schema | null): boolean {
  const [has, needs] = [typesOf(given), typesOf(wanted)];
  return !has || !needs || mayBe(has, needs);
}

/** How an expression makes one type of another, where every value of it has one. */
const MADE: readonly (readonly [
  wanted: string,
  from: readonly string[],
  verb: string,
  made: (read: string) => string,
])[] = [
  ["string", ["number", "integer", "boolean"], "Turn it into text", (read) => `string(${read})`],
  ["integer", ["string"], "Read it as a whole number", (read) => `int(${read})`],
  ["number", ["string"], "Read it as a number", (read) => `double(${read})`],
  ["array", ["string", "number", "integer", "boolean", "object"], "Make a list of it", (read) => `[${read}]`],
];

/** Puts what makes the right type around what is read. */
export function fixType(graph: Graph, problem: Problem): readonly Fix[] {
  const way = wayOf(problem.message);
  const passed = passedTo(graph, problem.path);
  const text = passed ? `= ${passed.read}` : valueAt(graph, problem.path);
  if (!way || typeof text !== "string") return [];
  const [, , verb, made] = way;
  const place = passed ? passed.place : problem.path;
  const operation = settingAt(graph, place, `= ${made(text.replace(/^=\s*/, ""))}` as Json);
  return operation ? [fix(verb, [operation])] : [];
}

/** The types are said as people say them. */
function wayOf(message: string) {
  const [, given = "", wanted = ""] = / is (.+), and (.+) is expected here/.exec(message) ?? [];
  const typesIn = (words: string) =>
    words.split(" or ").map((word) => word.replace(/^an? /, "").replace(/^list$/, "array"));
  return MADE.find(
    ([type, from]) => typesIn(wanted).includes(type) && typesIn(given).every((each) => from.includes(each)),
  );
}

/** Where a key of what is passed on can be given its own expression: on the one edge that leads here. */
function passedTo(graph: Graph, path: string): { readonly read: string; readonly place: string } | null {
  const [, list, id = "", field, key] = path.split("/");
  if (list !== "nodes" || field !== "inputSchema" || key === undefined) return null;
  const at = graph.edges.findIndex(({ target }: GraphEdge) => target === id);
  const edge = refAt(graph, at);
  return (
    edge && {
      read: formatPath(["nodes", edge.source, "output", key]),
      place: `/edges/${at}/mapping/${key}`,
    }
  );
}
