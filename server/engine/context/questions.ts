import type { Failure, FailureClass, Severity } from "../failure.ts";
import type { Hash, TreeId } from "../ids.ts";
import type { Usage } from "../run/usage.ts";
import type { Json, Stored } from "../values/json.ts";
import type { EntryOrigin } from "./entry.ts";

/** A value to look at. `text` is there when the value is no blob of the store yet. */
export type Subject = { readonly hash: Hash; readonly stored: Stored; readonly text?: string };

/** What an inheritance function is asked: the entries that may cross, and where they go. */
export type InheritanceQuestion = {
  readonly depth: number;
  readonly usage: number;
  readonly workflow: string;
  readonly label: string | null;
  readonly entries: readonly {
    readonly key: string;
    readonly value: Stored;
    readonly bytes: number;
    readonly tokens: number;
    readonly hop: number;
    readonly labels: readonly string[];
    readonly pinned: boolean;
  }[];
};

/**
 * A summary by an agent. It costs, so every tree asks for itself: whose answer it is, is who pays for it.
 */
export type SummaryQuestion = {
  readonly ask: "agentSummary";
  readonly of: Subject;
  /** Of the answer. */
  readonly maxTokens: number;
  readonly agent: string;
  readonly timeoutMs: number;
  /** What all of it may use. */
  readonly budget: { readonly tokens: number; readonly costUsd: number };
  readonly treeId: TreeId;
  /** Where the hand-off is. */
  readonly from: EntryOrigin;
};

/** What an agent made of a text: a summary, or why there is none. `bought` names the one answer that was paid for. */
export type AgentSummary = ({ readonly text: string } | { readonly why: string }) & {
  readonly bought?: { readonly id: string; readonly usage: Usage };
};

/**
 * Something about a value that is costly to work out: a fact, the same whenever it is asked, as a blob is. The driver
 * looks it up while the decision waits, and what is made of it stands in the event.
 */
export type Question =
  | { readonly ask: "tokens"; readonly of: Subject }
  | { readonly ask: "terms"; readonly of: Subject }
  | { readonly ask: "summary"; readonly of: Subject; readonly maxTokens: number }
  | SummaryQuestion
  /** Packs the value in the store; gives its bytes there. */
  | { readonly ask: "pack"; readonly of: Subject }
  | { readonly ask: "inherit"; readonly function: string; readonly about: InheritanceQuestion }
  | { readonly ask: "recover"; readonly function: string; readonly about: RecoveryQuestion };

/** What a recovery strategy of one's own is asked. */
export type RecoveryQuestion = {
  readonly node: string;
  readonly item: number | null;
  readonly depth: number;
  readonly workflow: string;
  readonly task: string | null;
  readonly failure: {
    readonly class: FailureClass;
    readonly code: string;
    readonly message: string;
    readonly severity: Severity;
    readonly retryable: boolean;
    readonly details: NonNullable<Failure["details"]>;
    readonly attempts: number;
    readonly escalated: boolean;
  };
  /** How often this strategy has answered with a retry for this place. */
  readonly tries: number;
  /** Since the work was first tried. */
  readonly spentMs: number;
  readonly options: Json;
};

/** `null` = nobody here can tell: the hand-off goes on without. */
export type Answer =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: true; readonly value: null }
  | { readonly ok: false; readonly failure: Failure };

/** `undefined` = not known yet: ask again after the needs are met. */
export type Answers = (question: Question) => Answer | undefined;

/** Such a question is asked only when all that led to it is committed, as every call that is seen outside. */
export function touchesTheWorld({ ask }: Question): boolean {
  return ask === "agentSummary";
}

/** Under what name an answer is kept. */
export function questionKey(question: Question): string {
  if (question.ask === "recover") return `recover ${question.function} ${JSON.stringify(question.about)}`;
  if (question.ask === "inherit") return `inherit ${question.function} ${JSON.stringify(question.about)}`;
  const { hash } = question.of;
  if (question.ask === "agentSummary")
    return `agentSummary ${question.treeId} ${question.agent} ${question.maxTokens} ${hash}`;
  return question.ask === "summary" ? `summary ${question.maxTokens} ${hash}` : `${question.ask} ${hash}`;
}

/** What a decision still lacks. */
export type Lacking = { readonly blobs: readonly string[]; readonly questions: readonly Question[] };
