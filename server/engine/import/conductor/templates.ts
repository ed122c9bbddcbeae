import { GRAPH_CAPS } from "../../graph/graph.ts";
import type { Json } from "../../values/json.ts";
import { asText, quoted, textOrNothing } from "../graph-maker.ts";
import { outputAt, type TaskPlace } from "./outputs.ts";

/** `$${…}` is text there, and says `${…}`. */
const HOLE = /(\$?)\$\{([^{}]*)\}/g;

/** What is written as `${…}`, as templates here. `strange` are those that nothing here is the same as. */
export type Translated = { readonly value: Json; readonly strange: readonly string[] };

/** What expressions may name. */
export type Scope = {
  /** Where the output of a task is read. */
  readonly task: (name: string) => TaskPlace | null;
  /** Where the input of the workflow is read, with what stands in for a field that is not given. */
  readonly input: (steps: readonly string[]) => string | null;
  /** The last that was given to a variable. */
  readonly variable: (steps: readonly string[]) => string | null;
  /** The round of a loop in whose body it stands. */
  readonly round: (loop: string) => string | null;
};

export function translate(value: Json, scope: Scope): Translated {
  const strange: string[] = [];
  const text = (source: string): string => {
    const read = textOf(source, scope);
    if (read !== null) return read;
    strange.push(source);
    return asText(source);
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

type Part = { readonly text: string } | { readonly cel: string };

/** `null` = something in it is strange. */
function textOf(source: string, scope: Scope): string | null {
  if (!source.includes("${")) return asText(source);
  const parts = partsOf(source, scope);
  if (parts === null) return null;
  if (parts.every((part) => "text" in part))
    return asText(parts.map((part) => ("text" in part ? part.text : "")).join(""));
  const [only] = parts;
  if (parts.length === 1 && only && "cel" in only)
    return only.cel.length > GRAPH_CAPS.expressionBytes ? null : `= ${only.cel}`;
  const joined = parts
    .map((part) => ("text" in part ? quoted(part.text) : textOrNothing(part.cel)))
    .join(" + ");
  return joined.length > GRAPH_CAPS.expressionBytes ? null : `= ${joined}`;
}

function partsOf(source: string, scope: Scope): readonly Part[] | null {
  const parts: Part[] = [];
  let at = 0;
  const between = (text: string): boolean => {
    if (text !== "") parts.push({ text });
    // A hole within a hole: which one is read is only known as it runs.
    return !text.includes("${");
  };
  for (const hole of source.matchAll(HOLE)) {
    if (!between(source.slice(at, hole.index))) return null;
    at = hole.index + hole[0].length;
    if (hole[1] === "$") parts.push({ text: hole[0].slice(1) });
    else {
      const cel = expressionOf(hole[2] ?? "", scope);
      if (cel === null) return null;
      parts.push({ cel });
    }
  }
  return between(source.slice(at)) ? parts : null;
}

/** Steps of a path that JSONPath would read in another way: any of several, a filter, from the end, a function. */
const UNREADABLE = /[*?@:,()]|\.\.|\[-|\[\s*\]/;

/** `workflow.input.order.id`, `fetch.output.items[0]`; `null` = nothing here is the same. */
export function expressionOf(path: string, scope: Scope): string | null {
  if (path.length > GRAPH_CAPS.expressionBytes || UNREADABLE.test(path)) return null;
  const steps = path
    .trim()
    .split(/\[['"]?([^\]'"]+)['"]?\]|\./)
    .filter((step) => step !== undefined && step !== "");
  const [root, side, ...rest] = steps;
  if (root === "workflow") return ofWorkflow(side, rest, scope);
  return root === undefined || side !== "output" ? null : ofTask(root, rest, scope);
}

function ofWorkflow(side: string | undefined, rest: readonly string[], scope: Scope): string | null {
  if (side === "input") return scope.input(rest);
  return side === "variables" ? scope.variable(rest) : null;
}

function ofTask(root: string, rest: readonly string[], scope: Scope): string | null {
  const round = scope.round(root);
  if (round !== null) return rest.join(".") === "iteration" ? round : null;
  const place = scope.task(root);
  return place && outputAt(place, rest);
}
