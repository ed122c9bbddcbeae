import { summariseItem } from "./actions.ts";
import type { Choosing } from "./choosing.ts";
import { derived, settle } from "./derive.ts";
import type { Draft, Item } from "./draft.ts";
import { applyInheritance } from "./inheritance.ts";
import { type Inquiry, subjectOf } from "./inquiry.ts";
import { matchesAny } from "./patterns.ts";
import { entriesRead, renderIn } from "./render.ts";
import { crossingScope } from "./scope.ts";
import type { StrategyType } from "./strategy-types.ts";

const SUMMARISE_ABOVE = 200;
const PACK_ABOVE = 1_024;

type Selecting = { readonly [T in Exclude<StrategyType, "performance_aware">]: (choosing: Choosing) => void };

const SELECTING: Selecting = {
  full: ({ draft }) => {
    for (const item of undecided(draft)) draft.keep(item, "full");
  },
  selective: ({ draft, strategy }) => {
    for (const item of undecided(draft)) {
      const { key } = item.entry;
      if (strategy.exclude && matchesAny(strategy.exclude, key))
        draft.drop(item, "selective", "it is excluded");
      else if (strategy.include && !matchesAny(strategy.include, key))
        draft.drop(item, "selective", "it is not included");
      else draft.keep(item, "selective");
    }
  },
  // What its run has written since it was itself handed its context has that run as its origin.
  incremental: ({ draft, request }) => {
    for (const item of undecided(draft)) {
      if (item.entry.origin.run === request.parent.run) draft.keep(item, "incremental");
      else draft.drop(item, "incremental", "unchanged since the hand-off before");
    }
  },
  compressed: (choosing) => {
    for (const item of undecided(choosing.draft)) choosing.draft.keep(item, "compressed");
  },
  custom: (choosing) => {
    if (choosing.strategy.function !== undefined) applyInheritance(choosing, choosing.strategy.function);
    else applyMap(choosing);
  },
};

/** Decides every entry that no rule has decided. */
export function select(type: keyof Selecting, choosing: Choosing): void {
  SELECTING[type](choosing);
}

function undecided(draft: Draft): Item[] {
  return draft.live().filter(({ state }) => state === "open");
}

/** The child gets what the mapping makes, and what is pinned or kept by a rule. */
function applyMap({ strategy, draft, request, inquiry }: Choosing): void {
  const scope = crossingScope(draft, request);
  const entries = draft.live().map(({ entry }) => entry);
  const values = Object.entries(strategy.map ?? {}).map(([key, source]) => ({
    key,
    value: renderIn(inquiry, source, scope, `${request.where}, context, map.${key}`),
    sources: entriesRead(source, entries),
  }));
  for (const { key, value, sources } of values) {
    const entry = derived(inquiry, request, key, value, sources);
    settle(draft, entry, sources, "custom");
  }
  for (const item of undecided(draft)) draft.drop(item, "custom", "the mapping leaves it out");
}

/** Summaries for long texts, then large values packed in the store. Pinned entries keep every word. */
export function compress({ strategy, draft, request, inquiry }: Choosing): void {
  const { summariseAbove = SUMMARISE_ABOVE, packAbove = PACK_ABOVE } = strategy;
  for (const item of draft.live()) {
    if (!item.pinned && item.state === "kept")
      summariseItem({ inquiry, draft, request, by: "compressed" }, item, summariseAbove);
    if (item.state === "kept") pack(inquiry, item, packAbove);
  }
}

function pack(inquiry: Inquiry, item: Item, above: number): void {
  const { entry } = item;
  if (entry.value !== undefined || entry.packed || entry.bytes <= above) return;
  const stored = { $blob: entry.hash, bytes: entry.bytes };
  const bytes = inquiry.packed(subjectOf(stored, entry.hash, inquiry.made));
  if (bytes === null || bytes >= entry.bytes) return;
  item.entry = { ...entry, packed: { codec: "zstd", bytes } };
  if (item.did === "kept") {
    item.did = "packed";
    item.by = "compressed";
  }
}
