import { setImmediate as nextTurn } from "node:timers/promises";

/** Longest piece that is counted in one go: about a millisecond. */
const PIECE = 16 * 1024;

type Encoding = { readonly countTokens: (text: string) => number };
let loading: Promise<Encoding> | null = null;
let loaded: Encoding | null = null;

/** The tables take 2 MB and tens of milliseconds to load: only once something is to be counted. */
async function encoding(): Promise<Encoding> {
  loading ??= import("gpt-tokenizer/encoding/o200k_base").then((module) => {
    // Words that mean something to a model are plain text in a value.
    loaded = { countTokens: (text) => module.countTokens(text, { disallowedSpecial: new Set() }) };
    return loaded;
  });
  return await loading;
}

/** Tokens of a short text at once; `undefined` when it is long, or the tables are not loaded yet. */
export function countTokensNow(text: string): number | undefined {
  return text.length <= PIECE ? loaded?.countTokens(text) : undefined;
}

/**
 * Tokens of a text as o200k_base counts them. Long texts are counted piece by piece, cut before spaces, so that nothing
 * else waits for them.
 */
export async function countTokens(text: string): Promise<number> {
  const { countTokens: count } = await encoding();
  let tokens = 0;
  for (let start = 0; start < text.length; ) {
    const end = cutAt(text, start);
    tokens += count(text.slice(start, end));
    start = end;
    if (start < text.length) await nextTurn();
  }
  return tokens;
}

/** A word with the space before it is a token of its own: there a cut changes nothing. */
function cutAt(text: string, start: number): number {
  const end = start + PIECE;
  if (end >= text.length) return text.length;
  const space = text.lastIndexOf(" ", end);
  if (space > start) return space;
  const code = text.charCodeAt(end - 1);
  return code >= 0xd800 && code <= 0xdbff ? end - 1 : end;
}
