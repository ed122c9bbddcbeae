import { summaryOf, unknownFunction } from "#server/engine/context/inquiry";
import {
  type AgentSummary,
  type Answer,
  type Question,
  questionKey,
  type RecoveryQuestion,
  type Subject,
  type SummaryQuestion,
} from "#server/engine/context/questions";
import { termsOf } from "#server/engine/context/terms";
import { canonicalJson } from "#server/engine/hash";
import type { Json, Stored } from "#server/engine/values/json";
import { resolve } from "#server/engine/values/resolve";
import type { BlobCache } from "./blob-cache.ts";
import { countTokens, countTokensNow } from "./tokenizer.ts";

/** A registered inheritance function, as the host calls it. */
export type Inherit = (question: InheritInput) => Promise<Json>;
/** A registered recovery strategy, as the host calls it. */
export type Recover = (question: RecoveryQuestion) => Promise<Json>;
export type InheritInput = {
  readonly depth: number;
  readonly usage: number;
  readonly workflow: string;
  readonly label: string | null;
  readonly entries: readonly {
    readonly key: string;
    readonly value: Json;
    readonly bytes: number;
    readonly tokens: number;
    readonly hop: number;
    readonly labels: readonly string[];
    readonly pinned: boolean;
  }[];
};

export type AnswersOptions = {
  readonly blobs: BlobCache;
  /** Keeps a value packed in the store; gives its bytes there. */
  readonly pack: (hash: string, text: string) => Promise<number>;
  /** `undefined` = no such function. */
  readonly inheritance: (name: string) => Inherit | undefined;
  readonly recovery?: (name: string) => Recover | undefined;
  /** Asks the agent of a question. Absent: nobody is asked. */
  readonly summarise?: Summarise;
};
/** Never rejects: what went wrong is an answer too. */
export type Summarise = (question: SummaryQuestion, text: string) => Promise<AgentSummary>;

/** Facts about values of contexts. They follow from the values alone, so they are kept and shared by all trees. */
export type AnswerBook = {
  readonly lookup: (question: Question) => Answer | undefined;
  /** Works the answers out. Rejects only when the store does. */
  readonly load: (questions: readonly Question[]) => Promise<void>;
};

const KEPT = 20_000;
const INHERIT_MS = 5_000;
/** Answers that a function gave may not be kept for ever: it may be changed. */
const INHERIT_KEPT_MS = 1_000;
/** For so long an agent that gave no summary is not asked for the same one again. */
const FAILED_SUMMARY_KEPT_MS = 60_000;

export function createAnswerBook(options: AnswersOptions): AnswerBook {
  const known = new Map<string, Answer>();

  function keep(question: Question, answer: Answer): Answer {
    const key = questionKey(question);
    if (known.size >= KEPT) for (const [oldest] of [...known].slice(0, KEPT / 10)) known.delete(oldest);
    known.set(key, answer);
    const keptMs = lifetimeOf(question, answer);
    if (keptMs !== null) setTimeout(() => known.delete(key), keptMs).unref();
    return answer;
  }

  return {
    lookup: (question) => {
      const answer = known.get(questionKey(question));
      if (answer || question.ask !== "tokens") return answer;
      const tokens = countNow(question.of, options.blobs);
      return tokens === undefined ? undefined : keep(question, { ok: true, value: tokens });
    },
    load: async (questions) => {
      await Promise.all(questions.map(async (question) => keep(question, await answerTo(question, options))));
    },
  };
}

/** `null` = a fact: it stays as long as there is room. */
function lifetimeOf({ ask }: Question, answer: Answer): number | null {
  if (ask === "inherit" || ask === "recover") return INHERIT_KEPT_MS;
  if (ask !== "agentSummary") return null;
  return answer.ok && "text" in (answer.value as AgentSummary) ? null : FAILED_SUMMARY_KEPT_MS;
}

/** Small values are counted where they are asked for. */
function countNow({ stored, text }: Subject, { lookup }: BlobCache): number | undefined {
  if (text !== undefined) return countTokensNow(textOf(JSON.parse(text) as Json));
  const whole = resolve(stored, lookup);
  return whole.ok ? countTokensNow(textOf(whole.value)) : undefined;
}

async function answerTo(question: Question, options: AnswersOptions): Promise<Answer> {
  const { blobs, pack } = options;
  if (question.ask === "inherit") return await inherit(question, options);
  if (question.ask === "recover") return await recover(question, options);
  const value = await wholeOf(question.of, blobs);
  switch (question.ask) {
    case "tokens":
      return { ok: true, value: await countTokens(textOf(value)) };
    case "terms":
      return { ok: true, value: termsOf(value) };
    case "summary":
      return { ok: true, value: summaryOf(value, question.maxTokens) };
    case "pack":
      return { ok: true, value: await pack(question.of.hash, canonicalJson(value)) };
    case "agentSummary":
      return { ok: true, value: await agentSummary(question, value, options) };
  }
}

async function agentSummary(
  question: SummaryQuestion,
  value: Json,
  { summarise }: AnswersOptions,
): Promise<AgentSummary> {
  if (!summarise) return { why: "agents are not asked here" };
  return await summarise(question, textOf(value));
}

async function wholeOf({ stored, text }: Subject, blobs: BlobCache): Promise<Json> {
  if (text !== undefined) return JSON.parse(text) as Json;
  return await loaded(stored, blobs);
}

async function loaded(stored: Stored, blobs: BlobCache): Promise<Json> {
  const releases: (() => void)[] = [];
  try {
    for (;;) {
      const whole = resolve(stored, blobs.lookup);
      if (whole.ok) return whole.value;
      releases.push(await blobs.load(whole.missing));
    }
  } finally {
    for (const release of releases) release();
  }
}

/** What a model would read of a value. */
function textOf(value: Json): string {
  return typeof value === "string" ? value : canonicalJson(value);
}

type Asked = Extract<Question, { ask: "inherit" }>;

async function inherit({ function: name, about }: Asked, options: AnswersOptions): Promise<Answer> {
  const run = options.inheritance(name);
  if (!run) return { ok: false, failure: unknownFunction(name) };
  const entries = await Promise.all(
    about.entries.map(async (entry) => ({ ...entry, value: await loaded(entry.value, options.blobs) })),
  );
  try {
    return { ok: true, value: await withinTime(run({ ...about, entries })) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      failure: {
        class: "definition",
        code: "InheritanceFailed",
        message: `The inheritance function "${name}" failed: ${message}`,
        retryable: false,
        details: { function: name },
      },
    };
  }
}

async function recover(
  { function: name, about }: Extract<Question, { ask: "recover" }>,
  { recovery }: AnswersOptions,
): Promise<Answer> {
  const run = recovery?.(name);
  const failed = (code: string, message: string): Answer => ({
    ok: false,
    failure: { class: "definition", code, message, retryable: false, details: { strategy: name } },
  });
  if (!run) return failed("RecoveryUnknown", `No recovery strategy "${name}" is registered here.`);
  try {
    return { ok: true, value: await withinTime(run(about)) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return failed("RecoveryFailed", `The recovery strategy "${name}" failed: ${message}`);
  }
}

/** A decision waits for it: a function that takes longer would hold its whole tree. */
async function withinTime(answer: Promise<Json>): Promise<Json> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it gave no answer within ${INHERIT_MS} ms`)), INHERIT_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
