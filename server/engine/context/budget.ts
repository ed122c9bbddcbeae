import type { Draft, Item } from "./draft.ts";
import { amountOf } from "./entry.ts";
import type { HandOffRequest } from "./handoff-request.ts";
import type { Inquiry } from "./inquiry.ts";
import { relevanceOf } from "./relevance.ts";
import type { Strategy } from "./schema.ts";

/** Tokens that a child at this depth may get beyond what is pinned; `null` = any number. */
export function budgetAt({ tokenBudget, decay = 1 }: Strategy, depth: number, tight: boolean): number | null {
  if (tokenBudget === undefined) return null;
  return Math.floor(tokenBudget * decay ** Math.max(0, depth - 1) * (tight ? 0.5 : 1));
}

export type Allowance = {
  readonly tokens: number | null;
  readonly entries: number | null;
  readonly by: string;
};

/** Keeps the best of what is not pinned within an allowance. Ranks only when something has to go. */
export function fitWithin(
  allowance: Allowance,
  draft: Draft,
  strategy: Strategy,
  request: HandOffRequest,
  inquiry: Inquiry,
): void {
  const loose = draft.live().filter((item) => item.state === "kept" && !item.pinned);
  if (fits(allowance, loose)) return;
  let [tokens, entries] = [0, 0];
  for (const item of ranked(loose, strategy, request, inquiry)) {
    const cost = amountOf(item.entry).tokens;
    const full = allowance.entries !== null && entries >= allowance.entries;
    if (full) crowdOut(draft, item, allowance.by, `the ${allowance.entries} most relevant are kept`);
    else if (allowance.tokens !== null && tokens + cost > allowance.tokens)
      crowdOut(draft, item, allowance.by, `over the budget of ${allowance.tokens} tokens`);
    else {
      tokens += cost;
      entries += 1;
    }
  }
}

function crowdOut(draft: Draft, item: Item, by: string, why: string): void {
  draft.drop(item, by, why);
  item.crowdedOut = true;
}

function fits({ tokens, entries }: Allowance, items: readonly Item[]): boolean {
  if (entries !== null && items.length > entries) return false;
  return tokens === null || items.reduce((sum, { entry }) => sum + amountOf(entry).tokens, 0) <= tokens;
}

/** What a rule kept, then by priority, relevance, and how new it is. */
function ranked(
  items: readonly Item[],
  strategy: Strategy,
  request: HandOffRequest,
  inquiry: Inquiry,
): Item[] {
  const relevance = relevanceOf(
    items.map(({ entry }) => entry),
    strategy,
    request,
    inquiry,
  );
  const byRule = (item: Item): number => (item.by === strategy.type || item.by === "" ? 0 : 1);
  return items.toSorted(
    (a, b) =>
      byRule(b) - byRule(a) ||
      (b.entry.priority ?? 0) - (a.entry.priority ?? 0) ||
      (relevance.get(b.entry) ?? 0) - (relevance.get(a.entry) ?? 0) ||
      b.entry.at - a.entry.at ||
      (a.entry.key < b.entry.key ? -1 : 1),
  );
}
