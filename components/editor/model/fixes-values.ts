import type { Graph, Problem } from "#server/engine/graph/graph";
import { literalSecret } from "#server/engine/graph/literal-secrets";
import { nodeIn } from "#server/engine/graph/node-in";
import type { Json } from "#server/engine/values/json";
import { type Fix, fix } from "./fix";
import { settingAt, valueAt } from "./value-at";

/** What does nothing, or cannot stand there, goes. */
export function removeField(graph: Graph, { path }: Problem): readonly Fix[] {
  const operation = settingAt(graph, path);
  return operation ? [fix(`Remove ${path.slice(path.lastIndexOf("/") + 1)}`, [operation])] : [];
}

export function fixStrategy(graph: Graph, { path }: Problem): readonly Fix[] {
  const strategy = valueAt(graph, path);
  const plain = typeof strategy !== "object" || strategy === null;
  const given = (type: string, more: object = {}) =>
    (plain && Object.keys(more).length === 0 ? type : { ...(plain ? {} : strategy), type, ...more }) as Json;
  // A call that names nothing but its strategy has no place of its own for one with settings.
  const settings = path.endsWith("/context")
    ? { strategy: given("full", { depthLimit: 3 }) }
    : given("full", { depthLimit: 3 });
  return [
    ...setting(graph, path, "Hand on what is relevant", given("selective")),
    ...setting(graph, path, "Hand on everything to depth 3", settings),
  ];
}

function setting(graph: Graph, path: string, verb: string, value: Json): readonly Fix[] {
  const operation = settingAt(graph, path, value);
  return operation ? [fix(verb, [operation])] : [];
}

/** The handle of a secret takes its place, where one can stand: in a request. */
export function fixSecret(graph: Graph, { path }: Problem): readonly Fix[] {
  const value = valueAt(graph, path);
  const key = path.slice(path.lastIndexOf("/") + 1);
  const found = typeof value === "string" ? literalSecret(value, key) : null;
  const name = path.split("/")[2] ?? "";
  const node = nodeIn(graph, name);
  const field = path.split("/")[3] ?? "";
  if (!found || node?.kind !== "http" || !["headers", "query", "body"].includes(field)) return [];
  const secret = `${name}-${key}`.toLowerCase().replace(/[^a-z0-9-]+/g, "-");
  const handle = { $secret: secret, ...(found.prefix === "" ? {} : { prefix: found.prefix }) };
  return setting(graph, path, `Read the secret “${secret}”`, handle);
}

/** What was probably meant, as the problem itself says it: `nodes.raed: … did you mean "read"?` */
const MEANT = /^(\S+): .*; did you mean "([^"]+)"\?$/;

export function fixName(graph: Graph, { path, message }: Problem): readonly Fix[] {
  const [, read = "", meant = ""] = MEANT.exec(message) ?? [];
  const text = valueAt(graph, path);
  if (read === "" || typeof text !== "string") return [];
  const after = text.replaceAll(readOf(read), withName(read, meant));
  return after === text ? [] : setting(graph, path, `Read ${withName(read, meant)}`, after);
}

/** The same way, not the beginning of a longer one. */
function readOf(read: string): RegExp {
  return new RegExp(`(?<![\\w.])${read.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?!\\w)`, "g");
}

/** `nodes.raed` → `nodes.read`, `nodes["a-b"]` where a name is none of CEL. */
function withName(read: string, name: string): string {
  const holder = read.replace(/(?:\.\w+|\["[^"]*"\])$/, "");
  return /^[A-Za-z_]\w*$/.test(name) ? `${holder}.${name}` : `${holder}["${name}"]`;
}
