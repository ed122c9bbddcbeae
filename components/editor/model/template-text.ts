import type { Json } from "#server/engine/values/json";
import { readJson } from "#server/engine/values/text";

/**
 * A template as people type it: an expression after `=`, plain text, or JSON where it looks like JSON. A text that looks
 * like something else stands in quotes, so that every value has one way to be written, and reads back as itself.
 */
export function writeText(value: Json | undefined): string {
  if (value === undefined) return "";
  if (typeof value !== "string") return JSON.stringify(value, null, 2);
  return readText(value) === value && lossOf(value) === null ? value : JSON.stringify(value);
}

/** `undefined` = nothing stands there. What no value could keep stays a text. */
export function readText(text: string): Json | undefined {
  if (text.trim() === "") return undefined;
  if (!LIKE_JSON.test(text)) return text;
  const read = readJson(text);
  return read.ok ? (read.value as Json) : text;
}

const LIKE_JSON = /^\s*(["[{]|-?\d|(true|false|null)\s*$)/;

/** Why a text that begins like JSON is only a text; `null` = it is what it looks like. */
export function misread(text: string): string | null {
  const lost = lossOf(text);
  if (lost !== null) return `It is kept as text: ${lost}`;
  if (!/^\s*["[{]/.test(text)) return null;
  const read = readJson(text);
  return read.ok ? null : `It begins like JSON and is none: ${read.message}`;
}

/** Why the value of a JSON text would not be what is written; `null` = it would, or the text is no JSON. */
function lossOf(text: string): string | null {
  const read = LIKE_JSON.test(text) ? readJson(text) : null;
  return read?.ok === false && read.path !== undefined ? read.message : null;
}
