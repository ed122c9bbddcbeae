import { brief, type Flaw, pointerOf } from "./weigh.ts";

/** A mark, the quote that opens a text, or a word. */
const TOKEN = /[{}[\]:,"]|[^\s{}[\]:,"]+/g;

/** An object or a list that is open; a list has no keys. */
type Open = {
  readonly keys: Set<string> | null;
  key: string;
  index: number;
  /** Whether a key is next. */
  isKey: boolean;
};

/**
 * What a JSON text says and its value would not have: all but the last of keys that stand twice, and digits of large
 * numbers. The first of them; `null` = there is none. The text is one that `JSON.parse` takes.
 */
export function findJsonLoss(text: string): Flaw | null {
  const open: Open[] = [];
  TOKEN.lastIndex = 0;
  for (let token = nextOf(text); token !== null; token = nextOf(text)) {
    const what = MARKS.includes(token) ? mark(open, token) : word(open.at(-1), token);
    if (what !== null) return { pointer: pointerOf(open.map(stepOf)), what };
  }
  return null;
}

function nextOf(text: string): string | null {
  const token = TOKEN.exec(text)?.[0] ?? null;
  if (token !== '"') return token;
  const start = TOKEN.lastIndex - 1;
  TOKEN.lastIndex = quoteAfter(text, start) + 1;
  return text.slice(start, TOKEN.lastIndex);
}

/** Where a text that opens at `start` ends. A pattern with a choice for each character fills the stack with a long one. */
function quoteAfter(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end;
}

/** Whether an odd number of backslashes stands before it. Each is looked at once: the quote before ends a row of them. */
function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text[first - 1] === "\\") first--;
  return (at - first) % 2 === 1;
}

export const STANDS_TWICE = "stands twice, and only one of both would be kept";

const MARKS = "{}[]:,";

function mark(open: Open[], token: string): null {
  const top = open.at(-1);
  if (token === "{") open.push({ keys: new Set(), key: "", index: 0, isKey: true });
  else if (token === "[") open.push({ keys: null, key: "", index: 0, isKey: false });
  else if (token === "}" || token === "]") open.pop();
  else if (top) {
    top.isKey = token === "," && top.keys !== null;
    if (token === ",") top.index++;
  }
  return null;
}

/** A text, a number, `true`, `false` or `null`. */
function word(top: Open | undefined, token: string): string | null {
  return top?.isKey ? twice(top, JSON.parse(token)) : numberLoss(token);
}

function stepOf({ keys, key, index }: Open): string | number {
  return keys ? key : index;
}

function twice(top: Open, key: string): string | null {
  top.key = key;
  if (top.keys?.has(key)) return `the key ${JSON.stringify(brief(key))} ${STANDS_TWICE}`;
  top.keys?.add(key);
  return null;
}

/** Why a number would not be kept as it is written; `null` = it is, or the text is no number. */
export function numberLoss(text: string): string | null {
  if (!/^[+-]?[\d.]/.test(text)) return null;
  const value = Number(text);
  if (Number.isNaN(value) || Number.isSafeInteger(Math.trunc(value))) return null;
  if (!Number.isFinite(value)) return `${brief(text)} is larger than a number can be; write it as text`;
  return digitsOf(text) === digitsOf(String(value))
    ? null
    : `${brief(text)} has more digits than can be kept; write it as text`;
}

/** Those that count: without sign, point, exponent, and zeros at either end. */
function digitsOf(number: string): string {
  return number
    .replace(/e.*$/i, "")
    .replace(/\D/g, "")
    .replace(/^0+|0+$/g, "");
}
