import type { Stored } from "../values/json.ts";
import type { Draft } from "./draft.ts";
import { type Entry, labelsOf, transformed } from "./entry.ts";
import type { HandOffRequest } from "./handoff-request.ts";
import type { Inquiry } from "./inquiry.ts";
import { writeEntry } from "./write.ts";

/** An entry that the hand-off makes of others: it has all their labels and the lowest of their ceilings. */
export function derived(
  inquiry: Inquiry,
  { origin, at }: HandOffRequest,
  key: string,
  value: Stored,
  sources: readonly Entry[],
): Entry {
  const priorities = sources.map(({ priority }) => priority ?? 0);
  const priority = priorities.length > 0 ? Math.max(...priorities) : 0;
  const expiries = sources.flatMap(({ expiresAt }) => (expiresAt === undefined ? [] : [expiresAt]));
  return writeEntry(inquiry, value, {
    key,
    origin,
    at,
    ...labelsOf(sources),
    ...(priority === 0 ? {} : { priority }),
    ...(expiries.length > 0 ? { expiresAt: Math.min(...expiries) } : {}),
  });
}

/**
 * Puts what a custom strategy made of `sources` in its place; a value that did not change stays the entry it was. What
 * stood there before is reached from the new value only if that was made of it, and so has its labels.
 */
export function settle(draft: Draft, entry: Entry, sources: readonly Entry[], by: string): void {
  const item = draft.at(entry.key);
  if (!item) {
    draft.add(entry, by);
    return;
  }
  draft.keep(item, by);
  if (item.entry.hash === entry.hash) return;
  const change = { did: "transformed", by } as const;
  const transforms = sources.includes(item.entry) ? transformed(item.entry, change) : [change];
  draft.change(item, { ...entry, transforms }, "transformed", by);
}
