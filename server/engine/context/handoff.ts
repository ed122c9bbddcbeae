import type { Failure } from "../failure.ts";
import type { Blob } from "../values/json.ts";
import { budgetAt, fitWithin } from "./budget.ts";
import type { Choosing } from "./choosing.ts";
import { Draft } from "./draft.ts";
import type { Entry } from "./entry.ts";
import type { HandOffRequest } from "./handoff-request.ts";
import { type Facts, Inquiry } from "./inquiry.ts";
import { loweredCeiling } from "./labels.ts";
import { archive, expire, noteUse } from "./optimizer.ts";
import { matchesAny } from "./patterns.ts";
import type { Lacking } from "./questions.ts";
import { type Base, type HandOff, type SummaryNote, totalOf } from "./receipt.ts";
import { applyRules } from "./rules.ts";
import { isConstraint, type Settings, settingsOf, taskKeysOf } from "./settings.ts";
import { compress, select } from "./strategies.ts";
import { type Bought, Summaries } from "./summaries.ts";

export type HandedOff =
  | {
      readonly kind: "handedOff";
      readonly handOff: HandOff;
      readonly blobs: readonly Blob[];
      /** Answers of agents that it pays for. */
      readonly bought?: readonly Bought[];
    }
  /** Nothing was decided: look these up and ask again. */
  | { readonly kind: "lacking"; readonly lacking: Lacking }
  | { readonly kind: "failure"; readonly failure: Failure };

/**
 * What a child gets of its parent's context, with the account of every byte. Pure: what it has to know about values
 * comes from `facts`, and what is missing there is named instead of guessed.
 *
 * In order: lifetimes, pins, rules by priority, the strategy on what no rule decided, compression, archive, budget,
 * and last the labels, which nothing overrules.
 *
 * Where an agent summarises, all of it is done twice: with the texts' own sentences, and then with what the agent wrote.
 */
export function handOff(request: HandOffRequest, facts: Facts): HandedOff {
  const settings = settingsOf(request.parent.context, request.call);
  const first = new Summaries(request, facts, settings.summaries);
  const plain = pass(request, settings, new Inquiry(facts, first));
  if (plain.kind !== "handedOff" || first.wanted().size === 0) return plain;
  const second = new Summaries(request, facts, settings.summaries, first.wanted());
  const told = pass(request, settings, new Inquiry(facts, second));
  if (told.kind === "lacking") return told;
  // It would have succeeded without the agent's words, so it does.
  if (told.kind === "failure")
    return withSummaries(
      plain,
      second.forgo(`the hand-off fails with it: ${told.failure.message}`),
      second.bought,
    );
  return withSummaries(told, second.notes, second.bought);
}

function withSummaries(
  handed: Extract<HandedOff, { kind: "handedOff" }>,
  summaries: readonly SummaryNote[],
  bought: readonly Bought[],
): HandedOff {
  const handOff = summaries.length > 0 ? { ...handed.handOff, summaries } : handed.handOff;
  return { ...handed, handOff, ...(bought.length > 0 ? { bought } : {}) };
}

function pass(request: HandOffRequest, settings: Settings, inquiry: Inquiry): HandedOff {
  const draft = draftOf(request);
  const plan = planOf(settings, request, draft);
  const task = [...taskKeysOf({ context: request.parent.context }), ...request.child.taskKeys];
  pin(draft, [...settings.pinned], task);
  expire(draft, settings.optimize, request.at, task);
  applyRules(settings.rules, draft, request, inquiry);
  choose({ strategy: settings.strategy, draft, request, inquiry }, plan, settings);
  forbid(draft, task, request, inquiry);
  if (inquiry.lacking) return { kind: "lacking", lacking: inquiry.lacking };
  if (inquiry.failure) return { kind: "failure", failure: inquiry.failure };
  return {
    kind: "handedOff",
    handOff: accountOf(settings, plan, draft, request),
    blobs: used(draft, inquiry),
  };
}

type Plan = {
  readonly applied: "pinned" | "full" | "selective" | "incremental" | "compressed" | "custom";
  readonly why?: string;
  readonly budget: number | null;
};

/** The parent's entries under the label policies of both sides. */
function draftOf({ parent, child }: HandOffRequest): Draft {
  const entries = Object.values(parent.entries).map((entry) => {
    if (!entry.labels) return entry;
    const own = loweredCeiling(entry, parent.context?.labels);
    const ceiling = loweredCeiling(
      own === undefined ? entry : { ...entry, ceiling: own },
      child.context?.labels,
    );
    return ceiling === entry.ceiling || ceiling === undefined ? entry : { ...entry, ceiling };
  });
  return new Draft(entries, child.depth);
}

/** What the strategy comes down to at this depth, this usage and this performance. */
function planOf({ strategy }: Settings, request: HandOffRequest, draft: Draft): Plan {
  const { type, depthLimit, resourceThreshold } = strategy;
  const { depth } = request.child;
  if (depthLimit !== undefined && depth > depthLimit)
    return { applied: "pinned", why: `depth ${depth} is beyond the limit of ${depthLimit}`, budget: null };
  const strain = strainOf(request, resourceThreshold, type === "performance_aware");
  const budget = budgetAt(strategy, depth, strain !== null);
  if (strain !== null && type !== "custom") return { applied: "compressed", why: strain, budget };
  if (type !== "performance_aware") return { applied: type, budget };
  const { tokens } = totalOf(draft.live().map(({ entry }) => entry));
  return budget === null || tokens <= budget
    ? { applied: "full", why: `${tokens} tokens fit`, budget }
    : { applied: "selective", why: `${tokens} tokens are more than the ${budget} there are`, budget };
}

/** Below this efficiency `performance_aware` tightens. */
const SLOW = 0.7;

function strainOf(
  { usage, performance }: HandOffRequest,
  threshold: number | undefined,
  watchesPerformance: boolean,
): string | null {
  if (threshold !== undefined && usage >= threshold)
    return `usage ${usage.toFixed(2)} has reached ${threshold}`;
  if (watchesPerformance && performance !== null && performance < SLOW)
    return `efficiency ${performance.toFixed(2)} is below ${SLOW}`;
  return null;
}

function pin(draft: Draft, patterns: readonly string[], task: readonly string[]): void {
  for (const item of draft.items) {
    const { key } = item.entry;
    const by = task.includes(key) ? "task" : isConstraint(key) ? "constraints" : "pinned";
    if (by === "pinned" && !matchesAny(patterns, key)) continue;
    item.pinned = true;
    item.sacred = by !== "pinned";
    draft.keep(item, by);
  }
}

function choose(choosing: Choosing, { applied, why, budget }: Plan, { optimize }: Settings): void {
  const { draft, strategy, request, inquiry } = choosing;
  if (applied === "pinned") dropLoose(draft, strategy.name ?? strategy.type, why);
  else select(applied, choosing);
  if (applied === "compressed") compress(choosing);
  archive(draft, optimize, request.at);
  const entries = applied === "selective" ? (strategy.top ?? null) : null;
  fitWithin({ tokens: budget, entries, by: applied }, draft, strategy, request, inquiry);
  const { maxTokens = null, maxEntries = null } = optimize;
  fitWithin({ tokens: maxTokens, entries: maxEntries, by: "prune" }, draft, strategy, request, inquiry);
  noteUse(draft, optimize, request.at, request.child.reads);
}

function dropLoose(draft: Draft, by: string, why: string | undefined): void {
  for (const item of draft.items) if (item.state !== "dropped" && !item.pinned) draft.drop(item, by, why);
}

/** What may not cross stays behind, whatever was decided. A child cannot do without its task. */
function forbid(draft: Draft, task: readonly string[], { where }: HandOffRequest, inquiry: Inquiry): void {
  for (const item of draft.items) {
    if (!draft.isForbidden(item)) {
      if (item.state === "open") draft.drop(item, "strategy");
      continue;
    }
    const { key, labels = [], ceiling } = item.entry;
    if (item.state !== "dropped")
      draft.drop(item, `label ${labels.join(", ")}`, `not below depth ${ceiling}`);
    if (!task.includes(key)) continue;
    inquiry.fail({
      class: "definition",
      code: "ContextForbidden",
      message: `${where}: the entry "${key}" says what the child is to do, but its labels (${labels.join(", ")}) keep it at depth ${ceiling}. Take the label off, or allow it deeper.`,
      retryable: false,
      details: { key, depth: draft.depth },
    });
  }
}

function accountOf(settings: Settings, plan: Plan, draft: Draft, { parent }: HandOffRequest): HandOff {
  const { strategy, mergeBack } = settings;
  const entries = draft.entries();
  const before = draft.items.flatMap(({ source }) => source ?? []);
  const merged = Object.keys(mergeBack);
  const base = merged.map((key) => [key, baseOf(parent.entries[key])] as const);
  return {
    strategy: strategy.name ?? strategy.type,
    applied: plan.applied,
    ...(plan.why === undefined ? {} : { why: plan.why }),
    ...(plan.budget === null ? {} : { budget: plan.budget }),
    before: totalOf(before),
    after: totalOf(entries),
    lines: draft.lines(plan.applied),
    entries,
    ...(merged.length > 0 ? { base: Object.fromEntries(base) } : {}),
  };
}

function baseOf(entry: Entry | undefined): Base | null {
  if (!entry) return null;
  const { hash, bytes, value } = entry;
  return { hash, bytes, ...(value === undefined ? {} : { value }) };
}

/** Blobs that the child's entries refer to; what was made on the way to them is not kept. */
function used(draft: Draft, { made }: Inquiry): Blob[] {
  const hashes = new Set(
    draft
      .entries()
      .flatMap(({ hash, transforms = [] }) => [hash, ...transforms.flatMap(({ from }) => from?.hash ?? [])]),
  );
  return [...made.values()].filter(({ hash }) => hashes.has(hash));
}
