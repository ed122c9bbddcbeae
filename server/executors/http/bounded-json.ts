import type { Json } from "#server/engine/values/json";

const MAX_DEPTH = 64;
const MAX_VALUES = 100_000;
/** A string, or a character that shapes the value. */
const TOKEN = /"(?:[^"\\]|\\.)*"?|[[\]{},]/gs;

/** Text from outside that is not JSON, or more of it than is taken. */
export class BadJson extends Error {
  override readonly name = "BadJson";
}

/** Parses JSON from outside. Depth and size are counted before anything is built. */
export function boundedJson(text: string): Json {
  measure(text);
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new BadJson("it is not JSON");
  }
}

const DEEPER: Readonly<Record<string, number>> = { "[": 1, "{": 1, "]": -1, "}": -1 };

function measure(text: string): void {
  let depth = 0;
  let values = 0;
  for (const [token] of text.matchAll(TOKEN)) {
    depth += DEEPER[token] ?? 0;
    if (token === ",") values += 1;
    if (token === '"__proto__"') throw new BadJson('it has the key "__proto__"');
    if (depth > MAX_DEPTH) throw new BadJson(`it is nested deeper than ${MAX_DEPTH} levels`);
    if (values > MAX_VALUES) throw new BadJson(`it has more than ${MAX_VALUES} values`);
  }
}
