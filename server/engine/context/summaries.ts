import type { Usage } from "../run/usage.ts";
import type { Item } from "./draft.ts";
import type { Entry } from "./entry.ts";
import type { HandOffRequest } from "./handoff-request.ts";
import type { Facts, Inquiry } from "./inquiry.ts";
import type { AgentSummary, Subject, SummaryQuestion } from "./questions.ts";
import type { SummaryNote } from "./receipt.ts";
import type { Summariser, Summaries as Who } from "./schema.ts";

/** An answer that this hand-off pays for. */
export type Bought = {
  readonly id: string;
  readonly key: string;
  readonly agent: string;
  readonly usage: Usage;
};

/** A text that one pass over the entries made shorter. */
export type Shortening = {
  readonly item: Item;
  readonly of: Subject;
  readonly maxTokens: number;
  /** What the rule says; the hand-off's own word when absent. */
  readonly who?: Who | undefined;
};

const TIMEOUT_MS = 20_000;
/** Tokens of what is said around the text. */
const FRAME_TOKENS = 400;
/** Longer texts are summarised from their two ends. */
const MOST_TOKENS = 200_000;

/**
 * Who summarises in one pass over the entries. The first pass asks nobody and shows which summaries will be in use; the
 * second one asks for those, so that nothing is bought for a hand-off that fails or for an entry that has no room.
 */
export class Summaries {
  readonly notes: SummaryNote[] = [];
  readonly bought: Bought[] = [];
  readonly #request: HandOffRequest;
  readonly #facts: Facts;
  readonly #who: Who;
  readonly #wanted: ReadonlySet<string> | null;
  readonly #shortened: { readonly id: string; readonly item: Item }[] = [];
  #pledged = { tokens: 0, costUsd: 0 };

  /** Without `wanted` it is the first pass. */
  constructor(request: HandOffRequest, facts: Facts, who: Who, wanted: ReadonlySet<string> | null = null) {
    this.#request = request;
    this.#facts = facts;
    this.#who = who;
    this.#wanted = wanted;
  }

  /** After the first pass: the texts that an agent is to summarise. */
  wanted(): ReadonlySet<string> {
    return new Set(this.#shortened.filter(({ item }) => !item.crowdedOut).map(({ id }) => id));
  }

  /** What an agent has made of a text. `null` = its own sentences stand, for now or for good. */
  instead(inquiry: Inquiry, shortening: Shortening): string | null {
    const { item, who = this.#who } = shortening;
    if (who === "extractive") return null;
    const { entry } = item;
    const id = `${entry.key} ${entry.hash}`;
    if (!this.#wanted) this.#shortened.push({ id, item });
    if (!this.#wanted?.has(id)) return null;
    const held = heldBack(entry);
    if (held !== null) return this.#note({ key: entry.key, why: held });
    if (!this.#facts.agent || !this.#facts.answer)
      return this.#note({ key: entry.key, why: "agents are not asked here" });
    const agent = this.#facts.agent(who);
    if (!agent) return this.#note({ key: entry.key, why: unknown(who) });
    const question = this.#questionOf(shortening, agent, who.timeoutMs ?? TIMEOUT_MS);
    const answer = inquiry.agentSummary(question);
    return answer ? this.#take(entry.key, agent.id, answer) : this.#ask(inquiry, entry.key, question);
  }

  /** The hand-off goes on without all that agents wrote; it was bought all the same. */
  forgo(why: string): readonly SummaryNote[] {
    return this.notes.map((note) => ({ ...note, why: note.why ?? why }));
  }

  #questionOf(
    { item: { entry }, of, maxTokens }: Shortening,
    { id, usdPerToken }: { readonly id: string; readonly usdPerToken: number },
    timeoutMs: number,
  ): SummaryQuestion {
    const read = Math.min(MOST_TOKENS, Math.max(entry.tokens, Math.ceil(entry.bytes / 4)));
    const tokens = FRAME_TOKENS + read + maxTokens;
    const { treeId, origin } = this.#request;
    const budget = { tokens, costUsd: Math.ceil(tokens * usdPerToken * 1e9) / 1e9 };
    return { ask: "agentSummary", of, maxTokens, agent: id, timeoutMs, budget, treeId, from: origin };
  }

  /** Only what the account can still pay for is asked. */
  #ask(inquiry: Inquiry, key: string, question: SummaryQuestion): null {
    const { purse } = this.#request;
    const { tokens, costUsd } = question.budget;
    const short =
      shortOf(purse.tokens, this.#pledged.tokens, tokens, "tokens") ??
      shortOf(purse.costUsd, this.#pledged.costUsd, costUsd, "dollars");
    if (short !== null) return this.#note({ key, why: short });
    this.#pledge(tokens, costUsd);
    inquiry.askFor(question);
    return null;
  }

  #take(key: string, agent: string, answer: AgentSummary): string | null {
    const { bought } = answer;
    const isPaid =
      bought && (this.#facts.paid?.(bought.id) || this.bought.some(({ id }) => id === bought.id));
    const cost = !bought ? {} : isPaid ? { known: true as const } : { usage: bought.usage };
    if (bought && !isPaid) {
      const { id, usage } = bought;
      this.bought.push({ id, key, agent, usage });
      this.#pledge(usage.inputTokens + usage.outputTokens, usage.costUsd);
    }
    if ("why" in answer) return this.#note({ key, agent, why: answer.why, ...cost });
    this.#note({ key, agent, ...cost });
    return answer.text;
  }

  #pledge(tokens: number, costUsd: number): void {
    this.#pledged = {
      tokens: this.#pledged.tokens + tokens,
      costUsd: this.#pledged.costUsd + costUsd,
    };
  }

  #note(note: SummaryNote): null {
    this.notes.push(note);
    return null;
  }
}

/** What its labels keep from going anywhere stays away from models too. */
function heldBack({ labels = [], ceiling }: Entry): string | null {
  if (!labels.includes("secret") && ceiling === undefined) return null;
  return `its labels (${labels.join(", ")}) keep it from agents`;
}

function unknown({ agent, capabilities = [] }: Summariser): string {
  return agent === undefined
    ? `no agent that can ${capabilities.join(" and ")} is registered and enabled here`
    : `no agent "${agent}" is registered and enabled here`;
}

function shortOf(purse: number | null, pledged: number, needed: number, what: string): string | null {
  if (purse === null || purse - pledged >= needed) return null;
  const left = Math.max(0, purse - pledged);
  return `${left} ${what} are left for it, and it may need ${needed}`;
}

/** What several answers used together. */
export function usageOfAll(bought: readonly Bought[]): Usage {
  const sum = (of: (usage: Usage) => number) => bought.reduce((total, { usage }) => total + of(usage), 0);
  return {
    calls: sum(({ calls }) => calls),
    inputTokens: sum(({ inputTokens }) => inputTokens),
    cachedInputTokens: sum(({ cachedInputTokens }) => cachedInputTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
    costUsd: Math.round(sum(({ costUsd }) => costUsd) * 1e9) / 1e9,
  };
}
