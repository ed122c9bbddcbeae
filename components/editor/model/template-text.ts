import type { Json } from "#server/engine/values/json";

/**
 * A template as people type it: an expression after `=`, plain text, or JSON where it looks like JSON. A text that looks
 * like something else stands in quotes, so that every value has one way to be written, and reads back as itself.
 */
export function writeText(value: Json | undefined): string {
  if (value === undefined) return "";
  if (typeof value !== "string") return JSON.stringify(value, null, 2);
  return readText(value) === value ? value : JSON.stringify(value);
}

/** `undefined` = nothing stands there. */
export function readText(text: string): Json | undefined {
  if (text.trim() === "") return undefined;
  if (/^\s*(["[{]|-?\d|(true|false|null)\s*$)/.test(text)) {
    try {
      return JSON.parse(text) as Json;
    } catch {
      return text;
    }
  }
  return text;
}

/** Why a text that begins like JSON is only a text; `null` = it is what it looks like. */
export function misread(text: string): string | null {
  if (!/^\s*["[{]/.test(text)) return null;
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return `It begins like JSON and is none: ${error instanceof Error ? error.message : "it cannot be read"}`;
  }
}
