import type { Json } from "#server/engine/values/json";

/** Takes the values of known secrets out of whatever is stored, logged or shown. */
export type Redactor = {
  readonly text: (text: string) => string;
  /** A value without known secrets, in its strings and in its keys; the same object when there are none. */
  readonly json: <T extends Json>(value: T) => T;
  /** How many characters at the end of a text may be the beginning of a known secret, of which the rest is still to come. */
  readonly begun: (text: string) => number;
  /** From now on; for as long as the process lives, since a value may still be under way after its secret is gone. */
  readonly learn: (name: string, value: string) => void;
};

export function createRedactor(): Redactor {
  const names = new Map<string, string>();
  let pattern: RegExp | null = null;
  const text = (input: string): string =>
    pattern === null ? input : input.replace(pattern, (found) => `[secret ${names.get(found) ?? "?"}]`);
  return {
    text,
    json: (value) => (pattern === null ? value : (redacted(value, text) as typeof value)),
    begun: (input) => [...names.keys()].reduce((most, form) => Math.max(most, overlap(input, form)), 0),
    learn: (name, value) => {
      const before = names.size;
      for (const form of formsOf(value)) names.set(form, name);
      if (names.size > before) pattern = patternOf([...names.keys()]);
    },
  };
}

/** Longer forms first, so that no form hides one that contains it. */
function patternOf(forms: readonly string[]): RegExp {
  const sorted = forms.toSorted((a, b) => b.length - a.length);
  return new RegExp(sorted.map((form) => form.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")).join("|"), "g");
}

/** Length of the longest end of a text that is the beginning, not all, of another. */
function overlap(text: string, other: string): number {
  for (let size = Math.min(text.length, other.length - 1); size > 0; size -= 1)
    if (text.endsWith(other.slice(0, size))) return size;
  return 0;
}

function redacted(value: Json, text: (input: string) => string): Json {
  if (typeof value === "string") return text(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return redactedList(value, text);
  let same = true;
  const entries = Object.entries(value as Readonly<Record<string, Json>>).map(([key, entry]) => {
    const next = [text(key), redacted(entry, text)] as const;
    same &&= next[0] === key && next[1] === entry;
    return next;
  });
  return same ? value : Object.fromEntries(entries);
}

function redactedList(list: readonly Json[], text: (input: string) => string): Json {
  const next = list.map((entry) => redacted(entry, text));
  return next.every((entry, index) => entry === list[index]) ? list : next;
}

/**
 * The ways in which a value comes back: as it was sent (plain, escaped in a JSON body, encoded in a query), and each of
 * these escaped or encoded once more by whoever echoes it.
 */
function formsOf(value: string): readonly string[] {
  const sent = [value, jsonEscaped(value), encodeURIComponent(value), formEncoded(value)];
  return [...new Set([...new Set(sent)].flatMap(echoesOf))];
}

function echoesOf(text: string): readonly string[] {
  const escaped = jsonEscaped(text);
  const url = encodeURIComponent(text);
  const form = formEncoded(text);
  const hex = Buffer.from(text).toString("hex");
  const encoded = [url, form, lowerEscapes(url), lowerEscapes(form), hex, hex.toUpperCase()];
  const base64 = [0, 1, 2].flatMap((offset) => base64Forms(text, offset));
  return [text, escaped, jsonEscaped(escaped), inAscii(text), inHtml(text), ...encoded, ...base64];
}

function inHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function inAscii(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function formEncoded(text: string): string {
  return new URLSearchParams({ v: text }).toString().slice(2);
}

function jsonEscaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function lowerEscapes(text: string): string {
  return text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
}

/** What every base64 text shows of the value when `offset` bytes (mod 3) stand before it, whatever they and the next ones are. */
function base64Forms(value: string, offset: number): readonly string[] {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)]);
  const first = Math.ceil((offset * 8) / 6);
  const last = Math.floor((bytes.length * 8) / 6);
  const standard = bytes.toString("base64").slice(first, last);
  return [standard, standard.replaceAll("+", "-").replaceAll("/", "_")];
}
