import * as z from "zod";
import { defineTask, PermanentError, type Task } from "#server/executors/task/index";
import { type Digest, digestPart, mergeDigests, numberedSentences, takenDigest } from "./digest.ts";
import { splitPart } from "./parts.ts";

export const MAX_CHARACTERS = 4_000_000;

const settings = {
  sentences: z.number().int().min(1).max(50).default(12),
  maxWords: z.number().int().min(50).max(2_000).default(300),
  byAgent: z.boolean().default(false),
};
const offset = z.number().int().min(0);
const headings = z.array(z.string());
const part = { text: z.string(), start: offset, end: offset, headings };

const split = defineTask({
  name: "recursive-digest/split",
  description:
    "Splits a part of the text by headings, paragraphs or sentences; no parts = small enough to read.",
  input: z.strictObject({
    ...settings,
    ...part,
    start: offset.default(0),
    end: offset.optional(),
    headings: headings.default([]),
  }),
  pure: true,
  run: ({ text, start, end = text.length, headings: above, sentences, maxWords, byAgent }) => {
    assertText(text, start, end);
    const whole = { start, end, headings: above };
    return { ...whole, sentences, maxWords, byAgent, parts: splitPart(text, whole, maxWords) };
  },
});

const read = defineTask({
  name: "recursive-digest/read",
  description: "Chooses the most central sentences of a small part by TextRank.",
  input: z.object({ ...part, sentences: settings.sentences }),
  pure: true,
  run: ({ text, sentences, ...range }) => digestPart(text, range, sentences),
});

const number = defineTask({
  name: "recursive-digest/number",
  description: "Numbers the sentences of a small part for an agent to choose from.",
  input: z.object(part),
  pure: true,
  run: ({ text, ...range }) => {
    const sentences = numberedSentences(text, range).map(({ text: sentence }, index) => ({
      id: index + 1,
      text: sentence,
    }));
    const heading = range.headings.at(-1);
    return { question: heading ?? sentences[0]?.text ?? "", sentences };
  },
});

const take = defineTask({
  name: "recursive-digest/take",
  description:
    "Takes the sentences that an agent chose by their numbers; numbers that there are not are left out.",
  input: z.object({ ...part, sentences: settings.sentences, numbers: z.array(z.number()) }),
  pure: true,
  run: ({ text, sentences, numbers, ...range }) => takenDigest(text, range, numbers.slice(0, sentences)),
});

const merge = defineTask({
  name: "recursive-digest/merge",
  description: "Ranks the sentences that the parts chose against each other.",
  input: z.object({
    text: z.string(),
    sentences: settings.sentences,
    digests: z.array(
      z.custom<Digest>((value) => typeof value === "object" && value !== null && "digest" in value),
    ),
  }),
  pure: true,
  run: ({ text, digests, sentences }) => mergeDigests(text, digests, sentences),
});

function assertText(text: string, start: number, end: number): void {
  if (text.length > MAX_CHARACTERS) {
    const sizes = `${text.length.toLocaleString("en")} characters; ${MAX_CHARACTERS.toLocaleString("en")} at most`;
    throw new PermanentError("TextTooLarge", `the text has ${sizes}: digest its volumes one by one`);
  }
  if (!/\S/.test(text)) throw new PermanentError("TextEmpty", "the text is empty");
  if (end > text.length || start > end) {
    throw new PermanentError(
      "PartInvalid",
      `part ${start} to ${end} is not inside the text of ${text.length} characters`,
    );
  }
}

/** The tasks of the recursive digest. All are functions of their input alone. */
export const recursiveDigestTasks: readonly Task[] = [split, read, number, take, merge];
