import { defineTask, PermanentError } from "banyan/tasks";
import * as z from "zod";

/**
 * A worked example. Every file in this folder that exports what `defineTask` returns adds a task;
 * a graph calls it by its name: `{ "kind": "task", "task": "word-count", "input": { "text": "= input.text" } }`.
 */
export const wordCount = defineTask({
  name: "word-count",
  description: "Counts the words of a text and lists the most frequent ones.",

  // What does not fit the schema never reaches `run`: the attempt fails with `TaskInputInvalid` and the field's path.
  input: z.object({ text: z.string(), top: z.number().int().min(1).max(100).default(5) }),

  // What an attempt gives is checked against it. Dry runs and `GET /api/v1/tasks` know it, too.
  output: z.object({
    words: z.number().int(),
    distinct: z.number().int(),
    top: z.array(z.tuple([z.string(), z.number().int()])),
  }),

  // The result is a function of the input alone, so it may be computed again after a crash.
  // Leave `pure` out when a task touches the outside: then it starts only once its start is durable.
  pure: true,

  run({ text, top }) {
    const words = text.toLowerCase().match(/\p{L}[\p{L}\p{N}'’-]*/gu) ?? [];
    // Another attempt would find the same text. Any other error is retried, as the node's `retry` says.
    if (words.length === 0) throw new PermanentError("NoWords", "the text has no words in it");
    const counts = new Map<string, number>();
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    const ranked = [...counts].sort(([a, n], [b, m]) => m - n || a.localeCompare(b, "en"));
    return { words: words.length, distinct: counts.size, top: ranked.slice(0, top) };
  },
});
