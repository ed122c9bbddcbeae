import type { Json } from "../../values/json.ts";
import { weigh } from "../../values/weigh.ts";
import { textOrNothing } from "../graph-maker.ts";
import { partsOf } from "./templates.ts";

type Translated = (value: Json) => Json;
const ONE_HOLE = /^=\s*\{\{(?:(?!\}\})[\s\S])*\}\}\s*$/;
const WRITTEN = /^=\s*\{\{\s*JSON\.stringify\(([\s\S]*)\)\s*\}\}\s*$/;

/** JSON that is written as text, its expressions as those here; `null` = the text is no JSON. */
export function jsonIn(source: Json, translated: Translated): Json | null {
  if (typeof source !== "string") return translated(source);
  const written = WRITTEN.exec(source)?.[1];
  const text = written === undefined ? source : `={{ ${written} }}`;
  if (ONE_HOLE.test(text)) {
    const read = translated(text.replace(/^=\s+/, "=").trimEnd());
    return typeof read === "string" && read.startsWith("= ") ? read : null;
  }
  return text.startsWith("=") ? withHoles(text.slice(1), translated) : parsed(text, translated);
}

function parsed(text: string, each: Translated): Json | null {
  try {
    const value = JSON.parse(text) as Json;
    return "flaw" in weigh(value, "user") ? null : each(value);
  } catch {
    return null;
  }
}

/** Each hole is a mark while the text is parsed: between quotes a part of that text, elsewhere a value of its own. */
function withHoles(text: string, translated: Translated): Json | null {
  const mark = "\uE000";
  if (text.includes(mark)) return null;
  const holes: string[] = [];
  let quotes = false;
  const marked = partsOf(text).map((part) => {
    if (part.startsWith("{{") && part.endsWith("}}")) {
      const at = `${mark}${holes.push(part) - 1}${mark}`;
      return quotes ? at : `"${mark}${at}"`;
    }
    if (part.replace(/\\./g, "").split('"').length % 2 === 0) quotes = !quotes;
    return part;
  });
  const filled = (leaf: string): Json => {
    const [, whole] = /^\uE000\uE000(\d+)\uE000$/.exec(leaf) ?? [];
    if (whole !== undefined) return translated(`=${holes[Number(whole)]}`);
    if (!leaf.includes(mark)) return translated(leaf);
    const read = translated(`=${leaf.replace(/\uE000(\d+)\uE000/g, (_mark, at) => holes[at] ?? "")}`);
    // Between quotes a value is text, whatever it is.
    const alone = /^\uE000\d+\uE000$/.test(leaf) && typeof read === "string" && read.startsWith("= ");
    return alone ? `= ${textOrNothing(`(${read.slice(2)})`)}` : read;
  };
  return parsed(marked.join(""), (value) => eachText(value, filled, mark));
}

function eachText(json: Json, each: (text: string) => Json, mark: string): Json {
  if (typeof json === "string") return each(json);
  if (Array.isArray(json)) return json.map((entry) => eachText(entry as Json, each, mark));
  if (typeof json !== "object" || json === null) return json;
  const entries = Object.entries(json as Readonly<Record<string, Json>>);
  if (entries.some(([key]) => key.includes(mark))) throw new SyntaxError("a name with an expression in it");
  return Object.fromEntries(entries.map(([key, entry]) => [key, eachText(entry, each, mark)]));
}
