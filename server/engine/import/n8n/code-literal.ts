import type { Json } from "../../values/json.ts";
import { quoted, textOrNothing } from "../graph-maker.ts";
import { expressionIn, expressionOf, type N8nScope } from "./templates.ts";

/** The one item that a code returns, up to where its data begins. */
const RETURNED = /^return\s*(?:\[\s*)?\{\s*["']?json["']?\s*:\s*/;
/** What code calls the item that reaches it. */
const ITEM = /^(?:items\[0\]|item|\$input\.(?:first\(\)|last\(\)|item|all\(\)\[0\]))\.json(?![\w$])/;
const NAME = /^(?:([A-Za-z_$][\w$]*)|"([^"\\]*)"|'([^'\\]*)'|(\d+))\s*:/;
const TEXT = /^(?:("(?:[^"\\\n]|\\.)*")|'([^'\\\n]*)'|`([^`\\]*)`)(?=\s*[,}\]])/;
const LONGEST = 20_000;
const DEEPEST = 30;

/** A value, and the rest of the code behind it. */
type Parsed = readonly [value: Json, rest: string];

/**
 * Code that does nothing but to return one item, of literals and of places in data, as the value that it gives;
 * `null` = it does more, or what it does cannot surely be read.
 */
export function literalOf(code: string, scope: N8nScope): Json | null {
  if (code.length > LONGEST) return null;
  // Within backquotes a line may begin so.
  const text = (code.includes("`") ? code : code.replace(/^\s*\/\/.*$/gm, "")).trim();
  const [head] = RETURNED.exec(text) ?? [];
  const read = head === undefined ? null : valueIn(text.slice(head.length), scope, 0);
  const ends = /^return\s*\[/.test(text) ? /^\s*,?\s*\}\s*,?\s*\]\s*;?\s*$/ : /^\s*,?\s*\}\s*;?\s*$/;
  return read && ends.test(read[1]) ? read[0] : null;
}

function valueIn(code: string, scope: N8nScope, depth: number): Parsed | null {
  if (depth > DEEPEST) return null;
  const text = code.trimStart();
  if (text.startsWith("{")) return mapIn(text.slice(1), scope, depth);
  if (text.startsWith("[")) return listIn(text.slice(1), scope, depth);
  const [whole, double, single, template] = TEXT.exec(text) ?? [];
  if (whole === undefined) return placeIn(text, scope);
  const plain = double === undefined ? (single ?? "") : jsonText(double);
  const value = template === undefined ? textValue(plain) : templateText(template, scope);
  return value === null ? null : [value, text.slice(whole.length)];
}

/** Escapes that JSON does not know are left to the code. */
function jsonText(source: string): string | null {
  try {
    return JSON.parse(source) as string;
  } catch {
    return null;
  }
}

function textValue(text: string | null): Json {
  if (text === null) return null;
  return text.startsWith("=") ? `= ${quoted(text)}` : text;
}

/** Text between backquotes, as n8n writes such a one. */
function templateText(template: string, scope: N8nScope): Json | null {
  if (template.includes("{{")) return null;
  if (!template.includes("${")) return textValue(template);
  const holes = template.replace(/\$\{([^{}]*)\}/g, (_hole, inside: string) => `{{ ${ownPlace(inside)} }}`);
  if (holes.includes("${")) return null;
  // Text before the hole keeps the whole one a text.
  const read = expressionIn(`=${holes}`, scope);
  return read === null ? null : `= ${/^\{\{[^{}]*\}\}$/.test(holes) ? textOrNothing(`(${read})`) : read}`;
}

function ownPlace(source: string): string {
  return source.trim().replace(ITEM, "$json");
}

/** A literal, or a place in data, up to what ends it. */
function placeIn(text: string, scope: N8nScope): Parsed | null {
  const [source = ""] = /^(?:[^,{}[\]\n]|\[(?:\d+|"[^"\n]*"|'[^'\n]*')\])*/.exec(text) ?? [];
  const rest = text.slice(source.length);
  const own = ownPlace(source);
  if (own === "" || own.startsWith("...")) return null;
  if (own === "undefined") return [null, rest];
  if (/^(?:-?\d+(?:\.\d+)?|true|false|null)$/.test(own)) return [JSON.parse(own) as Json, rest];
  const read = expressionOf(own, scope);
  return read === null ? null : [`= ${read}`, rest];
}

function mapIn(code: string, scope: N8nScope, depth: number): Parsed | null {
  const fields: [string, Json][] = [];
  let rest = code.trimStart();
  while (!rest.startsWith("}")) {
    const [head, plain, double, single, number] = NAME.exec(rest) ?? [];
    const read = head === undefined ? null : valueIn(rest.slice(head.length), scope, depth + 1);
    const after = read && separated(read[1], "}");
    if (!read || after === null) return null;
    fields.push([plain ?? double ?? single ?? number ?? "", read[0]]);
    rest = after;
  }
  return [Object.fromEntries(fields), rest.slice(1)];
}

function listIn(code: string, scope: N8nScope, depth: number): Parsed | null {
  const entries: Json[] = [];
  let rest = code.trimStart();
  while (!rest.startsWith("]")) {
    const read = valueIn(rest, scope, depth + 1);
    const after = read && separated(read[1], "]");
    if (!read || after === null) return null;
    entries.push(read[0]);
    rest = after;
  }
  return [entries, rest.slice(1)];
}

/** What stands behind a comma, or at the end. */
function separated(code: string, end: string): string | null {
  const rest = code.trimStart();
  if (rest.startsWith(end)) return rest;
  return rest.startsWith(",") ? rest.slice(1).trimStart() : null;
}
