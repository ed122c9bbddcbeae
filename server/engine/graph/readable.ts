import { kindOf } from "../nodes/definitions.ts";
import type { Schema } from "../schema/fits.ts";
import type { Graph } from "./graph.ts";
import type { Local } from "./kind.ts";
import { pathFields } from "./references.ts";
import { reachability } from "./topology.ts";

/** Where an expression stands, as far as it decides what the expression may read. */
export type ReadingPlace = {
  /** Node whose incoming paths decide what has run; `null` = any node may have. */
  readonly node: string | null;
  /** The node itself has run too. */
  readonly after: boolean;
  /** Names that hold here besides those of every expression. */
  readonly locals: readonly Local[];
};

/** A name that an expression may go on with. */
export type Readable = { readonly name: string; readonly hint: string };

/** The place of an expression by the way to it in the graph, such as `["nodes", "split", "body", "input"]`. */
export function readingPlace(graph: Graph, path: readonly (string | number)[]): ReadingPlace {
  const [list, name, ...field] = path;
  if (list === "edges") {
    const edge = graph.edges[Number(name)];
    return edge && field[0] === "mapping"
      ? { node: edge.target, after: false, locals: [] }
      : { node: edge?.source ?? null, after: true, locals: [] };
  }
  const node =
    list === "nodes" && Object.hasOwn(graph.nodes, String(name)) ? graph.nodes[String(name)] : null;
  if (!node) return { node: null, after: false, locals: localsOf(path, []) };
  const kind = kindOf(node);
  const own = field[0] === "body" ? (kind.body?.(node).locals ?? []) : (kind.locals ?? []);
  return { node: String(name), after: field[0] === "contextUpdates", locals: localsOf(path, own) };
}

function localsOf(path: readonly (string | number)[], own: readonly Local[]): readonly Local[] {
  const has = (part: string) => path.includes(part);
  if (has("allowances")) return ["depth"];
  return [
    ...own,
    ...(has("recovery") || has("onEscalation") ? (["failure"] as const) : []),
    ...(has("where") ? (["entry"] as const) : []),
    ...(has("reducer") ? (["current", "incoming"] as const) : []),
  ];
}

/** What an expression may read next behind a path of names; of an empty path, what it may begin with. */
export function readableAt(graph: Graph, place: ReadingPlace, path: readonly string[]): readonly Readable[] {
  const [root, ...rest] = path;
  switch (root) {
    case undefined:
      return rootsAt(graph, place);
    case "nodes":
      return nodesAt(graph, place, rest);
    case "input":
      return fieldsAt(graph.inputSchema, rest);
    case "vars":
      return rest.length > 0 ? [] : named(Object.keys(graph.variables ?? {}), "variable");
    case "context":
    case "original":
      return rest.length > 0 ? [] : named(contextKeys(graph), "context");
    default:
      return named(pathFields(path) ?? [], path.join("."));
  }
}

function rootsAt(graph: Graph, { locals }: ReadingPlace): readonly Readable[] {
  const entries = contextKeys(graph).length > 0 || graph.context !== undefined;
  return [
    ...named(locals, "here only"),
    { name: "input", hint: "of the run" },
    { name: "nodes", hint: "what has run before" },
    ...(graph.variables ? [{ name: "vars", hint: "variables" }] : []),
    ...(entries ? [{ name: "context", hint: "entries" }] : []),
    { name: "run", hint: "this run" },
    { name: "tree", hint: "what is left of the limits" },
  ];
}

function nodesAt(
  graph: Graph,
  place: ReadingPlace,
  [id, output, ...rest]: readonly string[],
): readonly Readable[] {
  if (id === undefined)
    return upstreamOf(graph, place).map((name) => ({ name, hint: kindWord(graph, name) }));
  if (output === undefined) return [{ name: "output", hint: "its result" }];
  return Object.hasOwn(graph.nodes, id) ? fieldsAt(graph.nodes[id]?.outputSchema, rest) : [];
}

function kindWord(graph: Graph, id: string): string {
  return graph.nodes[id]?.kind ?? "";
}

function upstreamOf(graph: Graph, { node, after }: ReadingPlace): readonly string[] {
  const ids = Object.keys(graph.nodes);
  if (node === null) return ids;
  const leads = reachability(ids, graph.edges);
  return ids.filter((id) => leads(id, node) || (after && id === node));
}

function contextKeys({ context, nodes }: Graph): readonly string[] {
  const own = Object.keys(context?.values ?? {});
  const written = Object.values(nodes).flatMap(({ contextUpdates }) => Object.keys(contextUpdates ?? {}));
  return [...new Set([...own, ...written])];
}

/** Fields that a schema names, below a path in it. */
function fieldsAt(schema: Schema | undefined, path: readonly string[]): readonly Readable[] {
  let at: unknown = schema;
  for (const part of path) at = propertiesOf(at)?.[part];
  const fields = Object.entries(propertiesOf(at) ?? {});
  return fields.map(([name, field]) => ({ name, hint: typeWord(field) }));
}

function propertiesOf(schema: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof schema !== "object" || schema === null) return undefined;
  return (schema as { properties?: Readonly<Record<string, unknown>> }).properties;
}

function typeWord(schema: unknown): string {
  const type = (schema as { type?: unknown } | null | undefined)?.type;
  return Array.isArray(type) ? type.join(" or ") : typeof type === "string" ? type : "";
}

function named(names: readonly string[], hint: string): readonly Readable[] {
  return names.map((name) => ({ name, hint }));
}
