import { GRAPH_CAPS, type GraphNode } from "../../graph/graph.ts";
import type { Json } from "../../values/json.ts";
import { asText, type GraphMaker, optionalPath, pathText, quoted, textOrNothing } from "../graph-maker.ts";

const HOLE = /\$\{([^{}]*)\}/g;

/** What is written as `${…}`, as templates here. `strange` are those that nothing here is the same as. */
export type Translated = { readonly value: Json; readonly strange: readonly string[] };

/** Tasks by their names, and what became of each. */
export type Tasks = Pick<GraphMaker, "names" | "node"> & {
  /** Whether a task has run by then. */
  readonly surely: (name: string) => boolean;
  /** The loop in whose body expressions stand. */
  readonly loop?: string;
  /** Whatever is not there is `null`. */
  readonly anyway?: true;
};

export function translate(value: Json, tasks: Tasks): Translated {
  const strange: string[] = [];
  const text = (source: string): string => {
    const holes = [...source.matchAll(HOLE)];
    if (holes.length === 0) return asText(source);
    const read = holes.map((hole) => expressionOf(hole[1] ?? "", tasks));
    if (read.some((expression) => expression === null)) {
      strange.push(source);
      return asText(source);
    }
    if (holes.length === 1 && holes[0]?.[0] === source.trim()) return `= ${read[0]}`;
    return `= ${joined(source, holes, read as string[])}`;
  };
  const within = (json: Json): Json => {
    if (typeof json === "string") return text(json);
    if (Array.isArray(json)) return json.map(within);
    if (typeof json !== "object" || json === null) return json;
    return Object.fromEntries(
      Object.entries(json as Readonly<Record<string, Json>>).map(([key, entry]) => [key, within(entry)]),
    );
  };
  return { value: within(value), strange };
}

function joined(source: string, holes: readonly RegExpMatchArray[], read: readonly string[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const [i, hole] of holes.entries()) {
    const before = source.slice(at, hole.index);
    if (before !== "") parts.push(quoted(before));
    parts.push(asPart(read[i] ?? "null"));
    at = (hole.index ?? 0) + hole[0].length;
  }
  const rest = source.slice(at);
  return [...parts, ...(rest === "" ? [] : [quoted(rest)])].join(" + ");
}

/** What may not be there is nothing in a text. */
function asPart(read: string): string {
  return read.endsWith(".orValue(null)") ? textOrNothing(read) : `string(${read})`;
}

/** `workflow.input.order.id`, `fetch.output.items[0]`; `null` = nothing here is the same. */
export function expressionOf(path: string, tasks: Tasks): string | null {
  if (path.length > GRAPH_CAPS.expressionBytes) return null;
  const parts = path
    .trim()
    .replace(/\[['"]?([^\]'"]+)['"]?\]/g, ".$1")
    .split(".")
    .filter((part) => part !== "");
  const [root, side, ...rest] = parts;
  if (root === "workflow") return side === "input" ? inputAt(rest, tasks) : null;
  const node = root === undefined ? undefined : tasks.names.find(root);
  if (root === undefined || node === undefined || side !== "output") return null;
  // A loop counts its rounds from 1.
  if (root === tasks.loop) return rest.join(".") === "iteration" ? "(index + 1)" : null;
  const steps = withinOutput(tasks.node(node)?.kind, rest);
  return tasks.surely(root)
    ? pathText(`nodes.${node}.output`, steps)
    : `nodes.?${node}.?output${optionalPath(steps)}.orValue(null)`;
}

function inputAt(path: readonly string[], tasks: Tasks): string {
  return tasks.anyway && path.length > 0
    ? `input${optionalPath(path)}.orValue(null)`
    : pathText("input", path);
}

/** What an answer and the result of a script are called there. */
const ANSWER: Readonly<Record<string, string>> = { statusCode: "status", headers: "headers", body: "body" };

function withinOutput(kind: GraphNode["kind"] | undefined, path: readonly string[]): readonly string[] {
  const [first, second = "", ...rest] = path;
  if (kind === "code" && first === "result") return path.slice(1);
  if (kind !== "http" || first !== "response") return path;
  const part = Object.hasOwn(ANSWER, second) ? ANSWER[second] : undefined;
  return path.length === 1 ? [] : [part ?? second, ...rest];
}
