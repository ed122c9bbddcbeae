import { compileExpression } from "../../expression/index.ts";
import type { Json } from "../../values/json.ts";
import type { ForeignNames } from "../foreign-names.ts";
import { asText, pathText, quoted } from "../graph-maker.ts";

/** What expressions of a node may read: the node before it, and all others by their names. */
export type N8nScope = { readonly names: ForeignNames; readonly before: string | null };

export type Translated = { readonly value: Json; readonly strange: readonly string[] };

const PATH = /^((?:\.[A-Za-z_]\w*|\[["'][^"'\]]+["']\]|\[\d+\])*)$/;
/** Every way to name the items of another node. */
const NODE = /^\$(?:node)?[[(]["']([^"']+)["'][\])](?:\.(?:item|first\(\)|last\(\)|all\(\)\[0\]))?\.json/;

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
  const parts = text
    .slice(1)
    .split(/(\{\{[\s\S]*?\}\})/)
    .filter((part) => part !== "");
  const read = parts.map((part) =>
    part.startsWith("{{") ? expressionOf(part.slice(2, -2), scope) : quoted(part),
  );
  if (read.includes(null)) {
    strange.push(text);
    // Without the sign that would make it an expression here.
    return text.slice(1) || "=";
  }
  if (parts.length === 1 && parts[0]?.startsWith("{{")) return `= ${read[0]}`;
  return `= ${parts.map((part, at) => (part.startsWith("{{") ? `string(${read[at]})` : read[at])).join(" + ") || "''"}`;
}

/** `$json.a.b`, `$('Name').item.json.a`, a literal; `null` = nothing here is surely the same. */
export function expressionOf(source: string, { names, before }: N8nScope): string | null {
  const text = source.trim();
  if (/^-?\d+(\.\d+)?$|^(true|false|null)$/.test(text)) return text;
  const literal = /^(["'])([^"'\\]*)\1$/.exec(text);
  if (literal) return quoted(literal[2] ?? "");
  const other = NODE.exec(text);
  const root = other
    ? outputOf(names.find(other[1] ?? ""))
    : text.startsWith("$json")
      ? (outputOf(before) ?? "input")
      : null;
  const path = PATH.exec(text.slice(other ? other[0].length : "$json".length))?.[1];
  if (root === null || path === undefined) return null;
  const parts = [...path.matchAll(/\.([A-Za-z_]\w*)|\[["']([^"'\]]+)["']\]|\[(\d+)\]/g)].map(
    ([, name, key, index]) => name ?? key ?? index ?? "",
  );
  const read = pathText(root, parts);
  return compileExpression(read).ok ? read : null;
}

function outputOf(node: string | null | undefined): string | null {
  return node ? `nodes.${node}.output` : null;
}
