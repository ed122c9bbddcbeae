import { type AccessPath, formatPath } from "../expression/index.ts";
import type { Schema } from "../schema/fits.ts";
import { type Placed, placedExpressions } from "./expressions.ts";
import type { Graph } from "./graph.ts";
import type { Local } from "./kind.ts";
import { suggest } from "./nearest.ts";
import type { Findings, ProblemCode } from "./problems.ts";
import { type Leads, reachability } from "./topology.ts";
import { typeMisfit } from "./type-misfit.ts";

/** What `run` and `tree` hold: names of their fields, by the path that leads to them. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  run: ["depth", "label"],
  tree: ["remaining"],
  failure: ["class", "code", "message", "severity", "retryable", "details", "attempts", "escalated"],
  "tree.remaining": ["depth", "runs", "agents", "nodes", "tokens", "costUsd", "activeMs"],
};

const WITHIN: Readonly<Record<Local, string>> = {
  item: "the body of a map",
  index: "the body of a map or of a loop",
  previous: "a loop",
  entry: "the where of a filter",
  current: "a reducer",
  incoming: "a reducer",
  failure: "a recovery",
  depth: "limits.allowances; elsewhere it is run.depth",
  level: "a metric",
};

type Finding = { readonly code: ProblemCode; readonly message: string };

/** Checks that every expression compiles and that what it reads exists by the time it is evaluated. */
export function checkExpressions(graph: Graph, findings: Findings): void {
  const leads = reachability(Object.keys(graph.nodes), graph.edges);
  for (const placed of placedExpressions(graph, findings)) {
    for (const { path } of placed.expression.paths) {
      const found = checkPath(path, placed, graph, leads);
      if (found) placed.findings.add(found.code, placed.pointer, found.message);
    }
    const misfit = typeMisfit(placed, graph);
    if (misfit) placed.findings.add("V002", placed.pointer, misfit);
  }
}

function checkPath(path: AccessPath, placed: Placed, graph: Graph, leads: Leads): Finding | null {
  if (placed.only && !(placed.locals as readonly unknown[]).includes(path[0]))
    return {
      code: "V004",
      message: `${path[0]} does not exist here; there are: ${placed.locals.join(", ")}`,
    };
  switch (path[0]) {
    case "context":
    case "original":
      return null;
    case "nodes":
      return checkNode(path, placed, graph, leads);
    case "item":
    case "index":
    case "previous":
    case "entry":
    case "current":
    case "incoming":
    case "depth":
    case "level":
      return checkLocal(path[0], placed);
    case "failure":
      return checkLocal(path[0], placed) ?? checkFields(path);
    case "vars":
      return checkVariable(path, graph);
    case "input":
      return checkInput(path, placed, graph);
    default:
      return checkFields(path);
  }
}

function checkLocal(name: Local, { locals }: Placed): Finding | null {
  if (locals.includes(name)) return null;
  return { code: "V004", message: `${name} exists only in ${WITHIN[name]}` };
}

function checkNode(path: AccessPath, placed: Placed, graph: Graph, leads: Leads): Finding | null {
  const id = String(path[1]);
  const read = formatPath(path.slice(0, 2));
  if (!Object.hasOwn(graph.nodes, id)) {
    const ids = Object.keys(graph.nodes);
    const hint = dashed(id, ids) ?? suggest(id, ids);
    return { code: "V001", message: `${read}: there is no node "${id}"; ${hint}` };
  }
  if (path.length > 2 && path[2] !== "output") {
    const place = formatPath(path.slice(0, 3));
    return { code: "V001", message: `${place}: a node has only its output: ${read}.output` };
  }
  if (placed.first) return { code: "V003", message: `${read}: no node has run when the context begins` };
  if ((placed.after && id === placed.node) || leads(id, placed.node))
    return checkOutput(path, placed, graph.nodes[id]?.outputSchema, `${read}.output`);
  const what = id === placed.node ? "the node itself, which has not" : `node "${id}", which may not have`;
  const fix = `add an edge, or read a node that leads to ${placed.node}`;
  return { code: "V003", message: `${read}: this reads ${what} run by then; ${fix}` };
}

/** `nodes.read-file` is a subtraction in CEL. */
function dashed(id: string, ids: readonly string[]): string | null {
  const meant = ids.find((each) => each.startsWith(`${id}-`));
  return meant ? `for the node "${meant}" write nodes["${meant}"].output` : null;
}

function checkVariable(path: AccessPath, { variables = {} }: Graph): Finding | null {
  const name = path[1];
  if (typeof name !== "string" || Object.hasOwn(variables, name)) return null;
  const message = `vars.${name}: the graph declares no such variable; ${suggest(name, Object.keys(variables))}`;
  return { code: "V001", message };
}

/** Names of what `run`, `tree` or `failure` hold below a path; `undefined` = it says nothing of that. */
export function pathFields(path: readonly string[]): readonly string[] | undefined {
  return FIELDS[path.join(".")];
}

export function checkFields(path: AccessPath): Finding | null {
  for (let depth = 1; depth < path.length; depth++) {
    const fields = FIELDS[path.slice(0, depth).join(".")];
    if (!fields || fields.includes(String(path[depth]))) continue;
    const place = formatPath(path.slice(0, depth + 1));
    const holder = formatPath(path.slice(0, depth));
    return { code: "V001", message: `${place}: no such field; ${holder} has: ${fields.join(", ")}` };
  }
  return null;
}

function checkInput(path: AccessPath, placed: Placed, graph: Graph): Finding | null {
  const what = unlisted(path.slice(0, 2), placed, graph.inputSchema);
  return what === null
    ? null
    : { code: "V006", message: `input.${String(path[1])}: the input schema ${what}` };
}

function checkOutput(
  path: AccessPath,
  placed: Placed,
  schema: Schema | undefined,
  read: string,
): Finding | null {
  const what = path.length > 3 ? unlisted(path.slice(0, 4), placed, schema) : null;
  return what === null
    ? null
    : { code: "V007", message: `${read}.${String(path[3])}: its output schema ${what}` };
}

/**
 * What is wrong with the field at the end of a path. A schema that says nothing of fields beyond those that it lists
 * allows them; there a field is told of that is relied on, and not one that is only asked for, as with `has()`.
 */
function unlisted(path: AccessPath, { expression }: Placed, schema: Schema = {}): string | null {
  const field = path.at(-1);
  const fields = fieldsOf(schema);
  if (path.length < 2 || !fields || typeof field !== "string" || fields.includes(field)) return null;
  const closed = schema["additionalProperties"] === false;
  const relied = () => expression.reads.some((each) => path.every((part, i) => each.path[i] === part));
  if (!closed && !relied()) return null;
  return `${closed ? "has" : "lists"} no such field; ${suggest(field, fields)}`;
}

/** Keywords that say of fields beyond those that are listed. */
const BEYOND = [
  "patternProperties",
  "unevaluatedProperties",
  "allOf",
  "anyOf",
  "oneOf",
  "$ref",
  "$dynamicRef",
];

/** The fields that a schema lists; `null` = it says of others too, or lists none that a field could be meant by. */
function fieldsOf(schema: Schema): readonly string[] | null {
  const { properties, additionalProperties } = schema;
  const names = typeof properties === "object" && properties !== null ? Object.keys(properties) : [];
  if (additionalProperties === false) return names;
  const says = additionalProperties !== undefined || BEYOND.some((keyword) => schema[keyword] !== undefined);
  return says || names.length === 0 ? null : names;
}
