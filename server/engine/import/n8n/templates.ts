import { compileExpression } from "../../expression/index.ts";
import { GRAPH_CAPS } from "../../graph/graph.ts";
import type { Json } from "../../values/json.ts";
import type { ForeignNames } from "../foreign-names.ts";
import { asText, quoted, textOrNothing } from "../graph-maker.ts";
import { type Data, readAnyway, readOf } from "./flow.ts";
import { countOf, type Read, there } from "./reads.ts";

/** What expressions of a node may read: the data that reaches it, and what all others pass on by their names. */
export type N8nScope = {
  readonly names: ForeignNames;
  readonly reached: Data;
  readonly leaving: (name: string) => Data;
  /** Whether a node has run by then. */
  readonly surely: (name: string) => boolean;
  /** Collects nodes that are read and may not have run. */
  readonly doubtful: Set<string>;
};

export type Translated = { readonly value: Json; readonly strange: readonly string[] };

const QUOTED = String.raw`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'`;
const ITEM = String.raw`(?:\.item|\.first\(\)|\.last\(\)|\.all\(\)\[0\]|\[0\])?\.json`;
/** Data that reaches the node itself. */
const OWN = new RegExp(String.raw`^(?:\$json|\$input${ITEM})(?![\w$])`);
/** Every way to name the data of another node. */
const OTHER = new RegExp(
  String.raw`^\$(?:node\.(?<plain>[A-Za-z_]\w*)|(?:node\[|items\(|\()\s*(?<name>${QUOTED})\s*[\])])${ITEM}(?![\w$])`,
);
const STEP = new RegExp(String.raw`^(?:\??\.([A-Za-z_$][\w$]*)|(?:\?\.)?\[(?:(${QUOTED})|(\d+))\])`);
/** Two sides and what compares them: neither has a sign of its own. */
const COMPARED = /^([^=!<>&|?]+)(===|!==|==|!=|>=|<=|>|<)([^=!<>&|?]+)$/;

/** What is written as `={{ … }}`: the simple ones as expressions here, others as text. */
export function translate(value: Json, scope: N8nScope): Translated {
  const strange: string[] = [];
  const within = (json: Json): Json => {
    if (typeof json === "string") return textOf(json, scope, strange);
    if (Array.isArray(json)) return json.map(within);
    if (typeof json !== "object" || json === null) return json;
    return Object.fromEntries(
      Object.entries(json as Readonly<Record<string, Json>>).map(([key, entry]) => [key, within(entry)]),
    );
  };
  return { value: within(value), strange };
}

function textOf(text: string, scope: N8nScope, strange: string[]): string {
  if (!text.startsWith("=")) return asText(text);
  const read = expressionIn(text, scope);
  if (read !== null) return `= ${read}`;
  strange.push(text);
  return keptText(text);
}

/** What cannot be read, without the sign that would make it an expression here. */
export function keptText(text: string): string {
  return asText(text.replace(/^=+/, "")) || "=";
}

/** A text that begins with `=`, with expressions between braces, as one expression. */
export function expressionIn(text: string, scope: N8nScope): string | null {
  const parts = partsOf(text.slice(1));
  const isHole = (part: string) => part.startsWith("{{") && part.endsWith("}}");
  const [only = ""] = parts;
  const alone = parts.length === 1 && isHole(only);
  const read = parts.map((part) => {
    const inside = part.slice(2, -2);
    return !isHole(part) ? quoted(part) : alone ? expressionOf(inside, scope) : textIn(inside, scope);
  });
  if (read.includes(null)) return null;
  const whole = read.join(" + ") || "''";
  return compileExpression(whole).ok ? whole : null;
}

/** A part of a text: nothing where a place is not there. */
function textIn(source: string, scope: N8nScope): string | null {
  const place = placeOf(source, scope);
  if (!place) {
    const read = expressionOf(source, scope);
    return read === null ? null : `string(${read})`;
  }
  return compileExpression(place.text).ok ? textOrNothing(place.text) : null;
}

/** Text and what stands between braces, in turn. */
export function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    const open = text.indexOf("{{", at);
    const close = open < 0 ? -1 : text.indexOf("}}", open);
    const end = close < 0 ? text.length : open;
    if (end > at) parts.push(text.slice(at, end));
    if (close >= 0) parts.push(text.slice(open, close + 2));
    at = close < 0 ? text.length : close + 2;
  }
  return parts;
}

/** A place in data, a literal, or two of these compared; `null` = nothing here is surely the same. */
export function expressionOf(source: string, scope: N8nScope): string | null {
  if (source.length > GRAPH_CAPS.expressionBytes) return null;
  const text = source.trim();
  const one = operandOf(text, scope);
  if (one !== null) return compileExpression(one.text).ok ? one.text : null;
  const [, left = "", sign = "", right = ""] = COMPARED.exec(text) ?? [];
  const sides = [left, right].flatMap((side) => operandOf(side.trim(), scope) ?? []);
  if (sides.length < 2) return null;
  const holds = (...[one, other]: string[]) => `${one} ${sign.slice(0, 2)} ${other}`;
  const compared = /[<>]/.test(sign) ? there(sides, holds) : holds(...sides.map((side) => side.text));
  return compileExpression(compared).ok ? compared : null;
}

function operandOf(text: string, scope: N8nScope): Read | null {
  if (/^-?\d+(\.\d+)?$|^(true|false|null)$/.test(text)) return { text };
  const literal = /^(["'])([^"'\\]*)\1$/.exec(text);
  return literal ? { text: quoted(literal[2] ?? "") } : placeOf(text, scope);
}

/** `$json.a.b`, `$('Name').item.json.a`, `$json.list.length`. */
export function placeOf(source: string, scope: N8nScope): Read | null {
  if (source.length > GRAPH_CAPS.expressionBytes) return null;
  const text = source.trim();
  const start = startOf(text, scope);
  const path = start ? stepsOf(text.slice(start.length)) : null;
  if (!start || path === null) return null;
  // Of data itself, which is an object, it is a field like any other.
  const counts = path.length > 1 && text.endsWith(".length");
  const steps = counts ? path.slice(0, -1) : path;
  const read =
    doubted(start.data, steps, scope) ?? readOf(start.data, steps, (foreign) => scope.names.find(foreign));
  return read && counts ? countOf(read) : read;
}

/** Whose data a text begins with, and how much of it says so. */
function startOf(text: string, scope: N8nScope): { readonly data: Data; readonly length: number } | null {
  const own = OWN.exec(text);
  if (own) return { data: scope.reached, length: own[0].length };
  const { groups = {}, 0: whole = "" } = OTHER.exec(text) ?? {};
  const name = groups["plain"] ?? unquoted(groups["name"] ?? "");
  return whole === "" ? null : { data: scope.leaving(name), length: whole.length };
}

/** How a node is read that may not have run: nothing then. `null` = it has. */
function doubted(data: Data, steps: readonly string[], scope: N8nScope): Read | null {
  const [only] = data;
  if (data.length !== 1 || !only || only.node === null || scope.surely(only.node)) return null;
  scope.doubtful.add(only.node);
  return readAnyway(only, steps, (name) => scope.names.find(name));
}

function stepsOf(text: string): readonly string[] | null {
  const steps: string[] = [];
  for (let rest = text; rest !== ""; ) {
    const found = STEP.exec(rest);
    if (!found) return null;
    steps.push(found[1] ?? found[3] ?? unquoted(found[2] ?? ""));
    rest = rest.slice(found[0].length);
  }
  return steps;
}

function unquoted(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/g, "$1");
}
