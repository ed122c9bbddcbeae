import { type Entries, type Entry, storedOf } from "../context/entry.ts";
import { Inquiry } from "../context/inquiry.ts";
import { contextKey } from "../context/schema.ts";
import { writeEntry } from "../context/write.ts";
import { canonicalJson } from "../hash.ts";
import type { EpochMs, RunNo } from "../ids.ts";
import { externalize, pointerOf, resolve } from "../values/index.ts";
import type { Blob, BlobLookup, Json } from "../values/json.ts";

/** All that a run has in its context, by key. */
export type ContextValues = Readonly<Record<string, Json>>;

/** A person puts another context in the place of the one that a run has. */
export type ContextEdit = {
  /** After so many events. */
  readonly at: number;
  readonly run: RunNo;
  readonly context: ContextValues;
};

/** Why values cannot be a context, each at a JSON Pointer. */
export function contextFlaws(
  values: ContextValues,
): readonly { readonly path: string; readonly message: string }[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const name = contextKey.safeParse(key);
    const kept = externalize(value);
    const message = name.error?.issues[0]?.message ?? (kept.ok ? undefined : kept.failure.message);
    return message === undefined ? [] : [{ path: pointerOf([key]), message }];
  });
}

type Writing = {
  readonly run: RunNo;
  readonly depth: number;
  readonly at: EpochMs;
  readonly blob: BlobLookup;
};

/**
 * A context with these values. What a person left as it was stays the entry that it is; the rest is as if the run had
 * written it, under the labels that the key had.
 */
export function editedContext(
  before: Entries,
  values: ContextValues,
  { run, depth, at, blob }: Writing,
): { readonly entries: Entries; readonly blobs: readonly Blob[] } {
  const inquiry = new Inquiry({ blob });
  const write = (key: string, value: Json): Entry => {
    const earlier = Object.hasOwn(before, key) ? before[key] : undefined;
    if (earlier && isWorth(earlier, value, blob)) return earlier;
    const kept = externalize(value);
    if (!kept.ok) throw new Error(kept.failure.message);
    inquiry.keep(kept.blobs);
    return writeEntry(inquiry, kept.stored, { key, origin: { run, depth }, at, ...termsOf(earlier) });
  };
  const entries = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, write(key, value)]));
  return { entries, blobs: [...inquiry.made.values()] };
}

function termsOf(earlier: Entry | undefined): Pick<Entry, "labels" | "ceiling" | "priority"> {
  const { labels, ceiling, priority } = earlier ?? {};
  return {
    ...(labels ? { labels } : {}),
    ...(ceiling === undefined ? {} : { ceiling }),
    ...(priority === undefined ? {} : { priority }),
  };
}

/** Keys whose values differ, or that only one of them has; last those that are gone. */
export function changedKeys(before: Entries, after: Entries): readonly string[] {
  const keys = new Set([...Object.keys(after), ...Object.keys(before)]);
  return [...keys].filter((key) => before[key]?.hash !== after[key]?.hash);
}

function isWorth(entry: Entry, value: Json, blob: BlobLookup): boolean {
  const whole = resolve(storedOf(entry), blob);
  return whole.ok && canonicalJson(whole.value) === canonicalJson(value);
}
