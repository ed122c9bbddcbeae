import type { Json } from "../values/json.ts";

const TERMS_KEPT = 64;
const READ_CHARACTERS = 200_000;
const COMMON = new Set(
  "the and for with from that this are was were has have had not but you your its our their they can will would should could into than then them there here what when which who how why all any some one two been being does did done get got let may might must just only also about over under out off per via null true false".split(
    " ",
  ),
);

/** Words of a text, lower case, `camelCase` and `snake_case` taken apart, common words left out. */
export function wordsOf(text: string): readonly string[] {
  const parted = text.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return (parted.match(/[\p{L}\p{N}]{3,}/gu) ?? []).filter((word) => !COMMON.has(word));
}

/** The words that say most about a value: its most frequent ones, first in text first among equals. */
export function termsOf(value: Json): readonly string[] {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const counts = new Map<string, number>();
  for (const word of wordsOf(text.slice(0, READ_CHARACTERS))) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, TERMS_KEPT)
    .map(([word]) => word);
}
