import type { Failure } from "../failure.ts";
import { canonicalJson, digest } from "../hash.ts";
import { isBlobRef, resolve } from "../values/index.ts";
import { BLOB_KEY, type Blob, type BlobLookup, type Json, type Stored } from "../values/json.ts";
import {
  type AgentSummary,
  type Answers,
  type Lacking,
  type Question,
  questionKey,
  type Subject,
  type SummaryQuestion,
} from "./questions.ts";
import type { Summariser } from "./schema.ts";
import type { Summaries } from "./summaries.ts";
import { summarise } from "./summary.ts";
import { termsOf } from "./terms.ts";
import { estimateTokens } from "./tokens.ts";

export type Facts = {
  readonly blob: BlobLookup;
  /** Absent: every answer is worked out here, tokens are estimated, and nothing is packed. */
  readonly answer?: Answers | undefined;
  /** The agent that is meant and what its tokens cost at most; `null` = there is none. Absent: no agent may be asked. */
  readonly agent?: (who: Summariser) => { readonly id: string; readonly usdPerToken: number } | null;
  /** Whether the tree has paid for an answer. */
  readonly paid?: (id: string) => boolean;
};

/**
 * Gathers what one decision needs to know about values. What is missing gets a stand-in and is noted, so that one
 * pass names as much as it can; the result of a pass counts only when nothing was missing.
 */
export class Inquiry {
  readonly made = new Map<string, Blob>();
  /** Who summarises, in a hand-off. */
  readonly summaries: Summaries | null;
  failure: Failure | null = null;
  readonly #facts: Facts;
  readonly #missing = new Set<string>();
  readonly #open = new Map<string, Question>();

  constructor(facts: Facts, summaries: Summaries | null = null) {
    this.#facts = facts;
    this.summaries = summaries;
  }

  /** `null` = nothing is missing. */
  get lacking(): Lacking | null {
    if (this.#missing.size === 0 && this.#open.size === 0) return null;
    return { blobs: [...this.#missing], questions: [...this.#open.values()] };
  }

  get lookup(): BlobLookup {
    return (hash) => {
      const made = this.made.get(hash);
      return made ? (JSON.parse(made.text) as Json) : this.#facts.blob(hash);
    };
  }

  keep(blobs: readonly Blob[]): void {
    for (const blob of blobs) this.made.set(blob.hash, { ...blob, context: true });
  }

  lack(hashes: readonly string[]): void {
    for (const hash of hashes) this.#missing.add(hash);
  }

  fail(failure: Failure): void {
    this.failure ??= failure;
  }

  /** The whole value; null, and noted, while a part of it is not in memory. */
  whole(stored: Stored): Json {
    const resolved = resolve(stored, this.lookup);
    if (resolved.ok) return resolved.value;
    this.lack(resolved.missing);
    return null;
  }

  tokens(of: Subject): { readonly tokens: number; readonly estimated?: true } {
    const count = this.#facts.answer && this.#ask({ ask: "tokens", of });
    if (typeof count === "number") return { tokens: count };
    return { tokens: this.#estimate(of), estimated: true };
  }

  terms(of: Subject): readonly string[] {
    if (!this.#facts.answer) return termsOf(this.whole(of.stored));
    const terms = this.#ask({ ask: "terms", of });
    return Array.isArray(terms) ? (terms as readonly string[]) : [];
  }

  /** `null` = no text, or short enough. */
  summary(of: Subject, maxTokens: number): string | null {
    if (!this.#facts.answer) return summaryOf(this.whole(of.stored), maxTokens);
    const summary = this.#ask({ ask: "summary", of, maxTokens });
    return typeof summary === "string" ? summary : null;
  }

  /** What the agent has answered; `undefined` = it has not been asked. */
  agentSummary(question: SummaryQuestion): AgentSummary | undefined {
    const answer = this.#facts.answer?.(question);
    if (!answer) return undefined;
    return answer.ok ? (answer.value as AgentSummary) : { why: answer.failure.message };
  }

  askFor(question: SummaryQuestion): void {
    this.#open.set(questionKey(question), question);
  }

  /** Bytes in the store once packed; `null` when it cannot be packed here. */
  packed(of: Subject): number | null {
    if (!this.#facts.answer) return null;
    const bytes = this.#ask({ ask: "pack", of });
    return typeof bytes === "number" ? bytes : null;
  }

  /** What a registered function says. */
  inherit(question: Extract<Question, { ask: "inherit" }>): Json {
    if (this.#facts.answer) return this.#ask(question);
    this.fail(unknownFunction(question.function));
    return null;
  }

  #ask(question: Question): Json {
    const answer = this.#facts.answer?.(question);
    if (!answer) {
      this.#open.set(questionKey(question), question);
      return null;
    }
    if (answer.ok) return answer.value;
    this.fail(answer.failure);
    return null;
  }

  /** By the size alone where the value would have to be loaded. */
  #estimate({ stored, text }: Subject): number {
    if (text !== undefined) return estimateTokens(text);
    return isBlobRef(stored) ? Math.ceil(stored.bytes / 4) : estimateTokens(canonicalJson(stored as Json));
  }
}

export function summaryOf(value: Json, maxTokens: number): string | null {
  if (typeof value !== "string") return null;
  const summary = summarise(value, maxTokens);
  return summary === value ? null : summary;
}

export function unknownFunction(name: string): Failure {
  return {
    class: "definition",
    code: "InheritanceUnknown",
    message: `There is no inheritance function "${name}" here. Register it with defineInheritance, or correct its name.`,
    retryable: false,
    details: { function: name },
  };
}

/** What stands for a value in questions. */
export function subjectOf(stored: Stored, hash: string, made: ReadonlyMap<string, Blob>): Subject {
  const text = made.get(hash)?.text;
  return text === undefined ? { hash, stored } : { hash, stored, text };
}

export type Sized = { readonly hash: string; readonly bytes: number };

/** Content address and size of a stored value, references counted with what they stand for. */
export function sizeOf(stored: Stored): Sized {
  if (isBlobRef(stored)) return { hash: stored[BLOB_KEY], bytes: stored.bytes };
  const text = canonicalJson(stored as Json);
  const { hash, bytes } = digest(text);
  return { hash, bytes: bytes + referencedBytes(stored) };
}

function referencedBytes(stored: Stored): number {
  if (typeof stored !== "object" || stored === null) return 0;
  if (isBlobRef(stored)) return stored.bytes;
  return Object.values(stored as Readonly<Record<string, Stored>>).reduce<number>(
    (sum, part) => sum + referencedBytes(part),
    0,
  );
}
