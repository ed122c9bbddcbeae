import { isBlobRef } from "../values/index.ts";
import type { Stored } from "../values/json.ts";
import { derived } from "./derive.ts";
import type { Draft, Item } from "./draft.ts";
import { type Entry, type Source, storedOf, type Transform, transformed } from "./entry.ts";
import type { HandOffRequest } from "./handoff-request.ts";
import { type Inquiry, subjectOf } from "./inquiry.ts";
import { matchesAny } from "./patterns.ts";
import type { Fate } from "./receipt.ts";
import { entriesRead, holdsIn, renderIn } from "./render.ts";
import type { Action, Summaries as Who } from "./schema.ts";
import { crossingScope } from "./scope.ts";
import { writeEntry } from "./write.ts";

export type Acting = {
  readonly by: string;
  readonly where: string;
  readonly draft: Draft;
  readonly request: HandOffRequest;
  readonly inquiry: Inquiry;
};
type Of<D extends Action["do"]> = Acting & { readonly action: Extract<Action, { do: D }> };
type Handlers = { readonly [D in Action["do"]]: (acting: Of<D>) => void };

const MASK = "[masked]";
/** Tokens that a summary takes when the rule does not say. */
const SUMMARY_TOKENS = 200;

const HANDLERS: Handlers = {
  inheritAll: ({ draft, by }) => {
    for (const item of open(draft)) draft.keep(item, by);
  },
  inherit: ({ draft, by, action }) => {
    for (const item of open(draft)) {
      if (matchesAny(action.keys, item.entry.key)) draft.keep(item, by);
      else if (!item.pinned) draft.drop(item, by, "not among the inherited keys");
    }
  },
  filter,
  pin: ({ draft, by, action }) => {
    for (const item of matching(draft, action.keys)) {
      item.pinned = true;
      draft.keep(item, by);
    }
  },
  transform,
  merge,
  mask,
  rename: ({ draft, by, action }) => {
    const item = draft.items.find(({ entry, state }) => entry.key === action.key && state !== "dropped");
    if (item && !item.sacred) changeItem(draft, item, { ...item.entry, key: action.to }, "renamed", by);
  },
  summarise: ({ draft, by, action, inquiry, request }) => {
    for (const item of draft.live().filter(({ entry }) => matchesAny(action.keys, entry.key)))
      summariseItem({ inquiry, draft, request, by }, item, action.maxTokens ?? SUMMARY_TOKENS, action.by);
  },
};

export function applyAction(acting: Acting & { readonly action: Action }): void {
  // The table gives each action the handler of that very action.
  (HANDLERS[acting.action.do] as (acting: Acting & { readonly action: Action }) => void)(acting);
}

function open(draft: Draft): Item[] {
  return draft.items.filter(({ state }) => state === "open");
}

function matching(draft: Draft, keys: readonly string[]): Item[] {
  return open(draft).filter(({ entry }) => matchesAny(keys, entry.key));
}

function filter({ draft, by, where, action, inquiry, request }: Of<"filter">): void {
  for (const item of matching(draft, action.keys ?? ["*"])) {
    if (item.pinned) continue;
    if (action.where !== undefined) {
      const scope = { ...crossingScope(draft, request), values: { entry: shownEntry(item.entry, draft) } };
      if (!holdsIn(inquiry, action.where, scope, `${where}, where`)) continue;
    }
    draft.drop(item, by);
  }
}

/** What `entry` is in the `where` of a filter. */
function shownEntry({ key, bytes, tokens, origin, labels, priority, at }: Entry, { depth }: Draft): Stored {
  return { key, bytes, tokens, hop: depth - origin.depth, labels: labels ?? [], priority: priority ?? 0, at };
}

function transform({ draft, by, where, action, inquiry, request }: Of<"transform">): void {
  const sources = entriesRead(
    action.value,
    draft.live().map(({ entry }) => entry),
  );
  const value = renderIn(inquiry, action.value, crossingScope(draft, request), `${where}, value`);
  const item = draft.at(action.key);
  const entry = derived(inquiry, request, action.key, value, item ? [item.entry, ...sources] : sources);
  if (!item) draft.add(entry, by);
  else {
    const change = { did: "transformed", by, from: sourceOf(item.entry) } as const;
    changeItem(draft, item, { ...entry, transforms: transformed(item.entry, change) }, "transformed", by);
  }
}

/** The entries become one object under `into`, a field for each. */
function merge({ draft, by, action, inquiry, request }: Of<"merge">): void {
  const items = action.keys.flatMap((key) => draft.at(key) ?? []);
  if (items.length === 0) return;
  const value = Object.fromEntries(items.map(({ entry }) => [entry.key, storedOf(entry)])) as Stored;
  const merged = derived(
    inquiry,
    request,
    action.into,
    value,
    items.map(({ entry }) => entry),
  );
  for (const item of items.filter(({ sacred }) => !sacred)) {
    draft.drop(item, by);
    item.did = "merged";
    item.to = action.into;
  }
  const change = { did: "merged", by } as const;
  draft.add({ ...merged, transforms: [change] }, by).pinned = items.some(({ pinned }) => pinned);
}

/** Also what may not cross: nothing of its value is left, so nothing holds it back any more. */
function mask({ draft, by, action, inquiry }: Of<"mask">): void {
  for (const item of draft.items) {
    if (item.state === "dropped" || item.sacred || !matchesAny(action.keys, item.entry.key)) continue;
    const { key, origin, at, priority } = item.entry;
    const writing = { key, origin, at, ...(priority === undefined ? {} : { priority }) };
    const masked = writeEntry(inquiry, action.with ?? MASK, writing);
    changeItem(draft, item, { ...masked, transforms: [{ did: "masked", by }] }, "masked", by);
  }
}

/** Replaces a long text by a summary, its most telling sentences or what an agent wrote; the original stays within reach. */
export function summariseItem(
  { inquiry, draft, request, by }: Pick<Acting, "inquiry" | "draft" | "request" | "by">,
  item: Item,
  maxTokens: number,
  who?: Who,
): void {
  const { entry } = item;
  if (item.sacred || entry.tokens <= maxTokens || entry.archived || !mayBeText(entry)) return;
  const value = storedOf(entry);
  const of = subjectOf(value, entry.hash, inquiry.made);
  const extract = inquiry.summary(of, maxTokens);
  if (extract === null) return;
  const summary = inquiry.summaries?.instead(inquiry, { item, of, maxTokens, who }) ?? extract;
  const short = derived(inquiry, request, entry.key, summary, [entry]);
  const change = { did: "summarised", by, from: sourceOf(entry) } as const;
  const { origin, at } = entry;
  changeItem(draft, item, { ...short, origin, at, transforms: transformed(entry, change) }, "summarised", by);
}

function mayBeText({ value }: Entry): boolean {
  return value === undefined || typeof value === "string" || isBlobRef(value);
}

function changeItem(draft: Draft, item: Item, entry: Entry, did: Fate, by: string): void {
  const renamed: Transform = { did: "renamed", by };
  draft.change(
    item,
    did === "renamed" ? { ...entry, transforms: transformed(entry, renamed) } : entry,
    did,
    by,
  );
}

/** What later leads back to the value before. */
function sourceOf({ key, hash, bytes, tokens, value }: Entry): Source {
  return { key, hash, bytes, tokens, ...(value === undefined ? {} : { value }) };
}
