import { defineInheritance } from "banyan/tasks";

const TOKENS = 2_000;

/** Hands on the entries nearest to the child within 2,000 tokens, and tells it which ones it did not get. */
export const newestFirst = defineInheritance({
  name: "newest-first",
  description: "Entries that few levels have handed on, until 2,000 tokens are used up",
  inherit({ entries }) {
    const nearest = entries.toSorted((a, b) => a.hop - b.hop || a.tokens - b.tokens);
    const keep: string[] = [];
    let left = TOKENS;
    for (const { key, tokens } of nearest) {
      if (tokens > left) continue;
      keep.push(key);
      left -= tokens;
    }
    const missing = entries.flatMap(({ key, pinned }) => (pinned || keep.includes(key) ? [] : [key]));
    return { keep, set: { notHandedOn: missing } };
  },
});
