import { type Graph, graphJsonSchema } from "#server/engine/graph/graph";
import { readingPlace } from "#server/engine/graph/readable";
import type { CodeFormat } from "../../graph-text";
import type { CodePlace } from "./code-frames";
import { type Completion, type Completions, completeExpression } from "./complete-expression";
import { portsOf } from "./connect";
import { placeInJson } from "./place-in-json";
import { placeInYaml } from "./place-in-yaml";
import { fitting, keysOf, type Schema, shapesAt, valuesOf } from "./schema-at";

/** Fields that are an expression whether or not they begin with `=`. */
const EXPRESSIONS: readonly string[] = ["when", "over", "while", "until", "once", "measure"];

let schema: Schema | null = null;

/** What fits at a place of the code of a graph: keys and values by the format, names by the graph, and expressions. */
export function completeCode(
  graph: Graph,
  text: string,
  caret: number,
  format: CodeFormat,
): Completions | null {
  const place = format === "json" ? placeInJson(text, caret) : placeInYaml(text, caret);
  if (!place) return null;
  schema ??= graphJsonSchema();
  if (place.writing === "key") return keysAt(graph, place, text, format, schema);
  const inside = expressionAt(graph, place);
  if (inside) return { ...inside, from: place.from + inside.from };
  const names = namesAt(graph, place);
  return offered(names ?? valuesOf(shapesAt(schema, place)), place, text, format);
}

function keysAt(
  graph: Graph,
  place: CodePlace,
  text: string,
  format: CodeFormat,
  root: Schema,
): Completions | null {
  const own = place.seen[place.path.length] ?? {};
  const shapes = fitting(shapesAt(root, place), own, "");
  const there = objectAt(graph, place.path);
  const options = keysOf(shapes)
    .filter(
      ({ key }) => key.startsWith(place.typed) && !(key in own) && (key === place.typed || !there.has(key)),
    )
    .map(({ key, hint }) => ({ label: key, text: keyText(key, place, text, format), hint }));
  return options.length === 0 ? null : { from: place.from, options };
}

function objectAt(graph: Graph, path: CodePlace["path"]): ReadonlySet<string> {
  let at: unknown = graph;
  for (const part of path) at = (at as Readonly<Record<string, unknown>> | undefined | null)?.[part];
  return new Set(typeof at === "object" && at !== null ? Object.keys(at) : []);
}

function keyText(key: string, { from, typed, quoted }: CodePlace, text: string, format: CodeFormat): string {
  if (format === "yaml") return `${key}: `;
  if (!quoted) return `"${key}": `;
  return text[from + typed.length] === '"' ? key : `${key}": `;
}

function expressionAt(graph: Graph, { path, typed, quoted, from }: CodePlace): Completions | null {
  const isExpression = typed.startsWith("=") || EXPRESSIONS.includes(String(path.at(-1)));
  if (!isExpression || (from > 0 && !quoted && typed === "")) return null;
  const skipped = /^=\s*/.exec(typed)?.[0].length ?? 0;
  const found = completeExpression(
    graph,
    readingPlace(graph, path),
    typed.slice(skipped),
    typed.length - skipped,
  );
  return found && { ...found, from: found.from + skipped };
}

/** Names that only this graph knows; `null` = the place asks for none. */
function namesAt(graph: Graph, { path, seen }: CodePlace): readonly string[] | null {
  const [list] = path;
  const last = path.at(-1);
  if (list === "edges" && (last === "source" || last === "target")) return Object.keys(graph.nodes);
  if (list === "edges" && last === "port")
    return portsOf(graph, seen[path.length - 1]?.["source"] ?? "")?.names ?? [];
  return last === "workflow" ? ["self"] : null;
}

function offered(
  values: readonly (string | number | boolean | null)[],
  { from, typed, quoted }: CodePlace,
  text: string,
  format: CodeFormat,
): Completions | null {
  const closed = text[from + typed.length] === '"';
  const options = values
    .filter((value) => String(value).startsWith(typed) && (!quoted || typeof value === "string"))
    .map((value): Completion => {
      const label = String(value);
      const whole = format === "json" ? JSON.stringify(value) : label;
      const text = quoted ? (closed || format === "yaml" ? label : `${label}"`) : whole;
      return { label, text, hint: "" };
    });
  return options.length === 0 ? null : { from, options };
}
