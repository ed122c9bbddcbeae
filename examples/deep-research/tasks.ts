import * as z from "zod";
import { defineTask, type Task } from "#server/executors/task/index";
import { library } from "./library.ts";
import { gather, markdownOf, type Report, reportOf, type Settled } from "./report.ts";
import { search } from "./search.ts";

const MAX_DEPTH = 3;
const MAX_WIDTH = 5;
const PASSAGES = 3;
/** A question that is this much weaker than the best one is about something else. */
const RELATED_SHARE = 0.15;

const question = z.string().trim().min(3).max(500);
const asked = z.array(z.string()).max(200).default([]);
const bounds = {
  depth: z.number().int().min(0).max(MAX_DEPTH).default(2),
  width: z.number().int().min(1).max(MAX_WIDTH).default(3),
};

const find = defineTask({
  name: "deep-research/search",
  description:
    "Finds passages of the library that speak of a question, and questions that are related to it.",
  input: z.strictObject({ question, asked, ...bounds }),
  pure: true,
  run: ({ question: wanted, asked: known, depth, width }, { log }) => {
    const found = search(library, wanted);
    const best = found[0]?.score ?? 0;
    const seen = new Set([wanted, ...known].map(keyOf));
    const related = found
      .filter(({ section, score }) => score >= best * RELATED_SHARE && !seen.has(keyOf(section.title)))
      .map(({ section }) => section.title);
    log("searched the library", { found: found.length, related: related.length });
    if (best === 0) log("warn", "nothing in the library speaks of this question", { question: wanted });
    return {
      question: wanted,
      asked: known,
      depth,
      width,
      passages: found.slice(0, PASSAGES).map(({ section }, index) => ({
        id: index + 1,
        title: `${section.article}: ${section.title}`,
        text: section.text,
      })),
      related: depth > 0 ? related.slice(0, width * 2) : [],
    };
  },
});

const accept = defineTask({
  name: "deep-research/accept",
  description: "Plans a run for each question that is new, as many as the width allows.",
  input: z.object({ questions: z.array(z.string()), question, asked, ...bounds }),
  pure: true,
  run: ({ questions, question: above, asked: known, depth, width }) => {
    const seen = new Set([above, ...known].map(keyOf));
    const fresh: string[] = [];
    for (const text of questions.map((one) => one.trim().slice(0, 500))) {
      if (text.length < 3 || seen.has(keyOf(text))) continue;
      seen.add(keyOf(text));
      fresh.push(text);
    }
    const kept = fresh.slice(0, width);
    // Children know what their ancestors and siblings ask, so that they do not ask it again.
    const all = [...known, above, ...kept].slice(-200);
    const children = kept.map((text) => ({
      workflow: "self",
      label: text,
      once: text,
      input: { question: text, depth: depth - 1, width, asked: all },
    }));
    return { children };
  },
});

const collect = defineTask({
  name: "deep-research/gather",
  description: "Numbers the answers to the smaller questions and says which have none.",
  input: z.object({
    settled: z.array(
      z.custom<Settled>((value) => typeof value === "object" && value !== null && "status" in value),
    ),
  }),
  pure: true,
  run: ({ settled }) => gather(settled),
});

const report = defineTask({
  name: "deep-research/report",
  description: "Ties an answer to its sources: numbers that lead to none are taken out.",
  input: z.object({
    question,
    text: z.string(),
    sources: z.array(
      z.looseObject({ id: z.number(), title: z.string().optional(), question: z.string().optional() }),
    ),
    parts: z
      .array(z.custom<Report>((value) => typeof value === "object" && value !== null && "answer" in value))
      .default([]),
    open: z.array(z.object({ question: z.string(), why: z.string() })).default([]),
  }),
  pure: true,
  run: ({ question: wanted, text, sources, parts, open }) => {
    const named = sources.map((source) => ({ id: source.id, title: source.title ?? source.question ?? "" }));
    const done = reportOf(wanted, text, named, { parts, open });
    return { ...done, markdown: markdownOf(done) };
  },
});

/** Two spellings of one question. */
function keyOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}

/** The tasks of the deep research. All are functions of their input and of the library that comes with it. */
export const deepResearchTasks: readonly Task[] = [find, accept, collect, report];
