import type { Json } from "#server/engine/values/json";
import { readJson } from "#server/engine/values/text";

export type ReadTemplate =
  /** `undefined` = nothing stands there. */
  { readonly ok: true; readonly value: Json | undefined } | { readonly ok: false; readonly message: string };

/**
 * A template as people type it: an expression after `=`, plain text, or JSON where it looks like JSON. A text that looks
 * like something else stands in quotes, so that every value has one way to be written, and reads back as itself.
 */
export function writeText(value: Json | undefined): string {
  if (value === undefined) return "";
  if (typeof value !== "string") return JSON.stringify(value, null, 2);
  const read = readTemplate(value);
  return read.ok && read.value === value ? value : JSON.stringify(value);
}

/** What begins like JSON and is none, or says what no value could keep, is nothing yet: it never becomes a text unasked. */
export function readTemplate(text: string): ReadTemplate {
  if (text.trim() === "") return { ok: true, value: undefined };
  if (!LIKE_JSON.test(text)) return { ok: true, value: text };
  const read = readJson(text);
  if (read.ok) return { ok: true, value: read.value as Json };
  if (read.path !== undefined) return { ok: false, message: read.message };
  if (!BEGINS.test(text)) return { ok: true, value: text };
  return {
    ok: false,
    message: `it begins like JSON and is none: ${read.message}. Put a text that begins so in quotes`,
  };
}

const LIKE_JSON = /^\s*(["[{]|-?\d|(true|false|null)\s*$)/;
/** No JSON begins with two braces; texts with values in them do. */
const BEGINS = /^\s*(["[]|\{(?!\{))/;
