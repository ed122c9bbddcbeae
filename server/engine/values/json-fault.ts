/** Where a text stops being JSON: 1-based line and column, and what stands there. */
export type JsonFault = { readonly line: number; readonly column: number; readonly found: string };

const SPACE = /[ \t\n\r]*/y;
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** What may come next. `key?` also allows the end of the object, `value?` the end of the list. */
type Expected = "value" | "value?" | "key" | "key?" | "colon" | "comma";

/**
 * Finds the first fault of a text that `JSON.parse` refused, because the engine's own message has no place in it
 * for short texts. `null` when there is none.
 */
export function findJsonFault(text: string): JsonFault | null {
  const open: ("{" | "[")[] = [];
  let expected: Expected = "value";
  let at = skip(SPACE, text, 0);
  for (;;) {
    const done = expected === "comma" && open.length === 0;
    if (done) return at === text.length ? null : faultAt(text, at);
    const next = token(text, at, expected, open);
    if (!next) return faultAt(text, faultOffset(text, at, expected));
    expected = next.expected;
    at = skip(SPACE, text, next.end);
  }
}

type Next = { readonly end: number; readonly expected: Expected };

function token(text: string, at: number, expected: Expected, open: ("{" | "[")[]): Next | null {
  const character = text[at] ?? "";
  if (closes(character, expected, open)) {
    open.pop();
    return { end: at + 1, expected: "comma" };
  }
  switch (expected) {
    case "colon":
      return character === ":" ? { end: at + 1, expected: "value" } : null;
    case "comma":
      return character === "," ? { end: at + 1, expected: open.at(-1) === "{" ? "key" : "value" } : null;
    case "key":
    case "key?":
      return ended(stringEnd(text, at), "colon");
    case "value":
    case "value?":
      return value(text, at, character, open);
  }
}

function closes(character: string, expected: Expected, open: readonly ("{" | "[")[]): boolean {
  if (character === "}") return open.at(-1) === "{" && (expected === "comma" || expected === "key?");
  if (character === "]") return open.at(-1) === "[" && (expected === "comma" || expected === "value?");
  return false;
}

function value(text: string, at: number, character: string, open: ("{" | "[")[]): Next | null {
  if (character === "{" || character === "[") {
    open.push(character);
    return { end: at + 1, expected: character === "{" ? "key?" : "value?" };
  }
  const end = character === '"' ? stringEnd(text, at) : skip(SCALAR, text, at);
  return ended(end === at ? null : end, "comma");
}

function ended(end: number | null, expected: Expected): Next | null {
  return end === null ? null : { end, expected };
}

/** End of the string that starts at `at`; `null` when there is none or it is not whole. */
function stringEnd(text: string, at: number): number | null {
  const end = stringStop(text, at);
  return end !== null && text[end] === '"' ? end + 1 : null;
}

/** Where a string's contents stop: at its closing quote, or at what may not stand in it. */
function stringStop(text: string, at: number): number | null {
  if (text[at] !== '"') return null;
  let index = at + 1;
  while (index < text.length && text[index] !== '"' && text.charCodeAt(index) >= 0x20) {
    const end = text[index] === "\\" ? skip(ESCAPE, text, index) : index + 1;
    if (end === index) break;
    index = end;
  }
  return index;
}

function faultOffset(text: string, at: number, expected: Expected): number {
  return expected === "colon" || expected === "comma" ? at : (stringStop(text, at) ?? at);
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function faultAt(text: string, offset: number): JsonFault {
  const before = text.slice(0, offset).split("\n");
  const character = text[offset];
  const found = character === undefined ? "end of text" : JSON.stringify(character);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, found };
}
