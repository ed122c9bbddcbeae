import type { Failure } from "../failure.ts";
import type { Json, Stored } from "../values/json.ts";
import { type Entry, labelsOf, storedOf } from "./entry.ts";
import { type Facts, Inquiry } from "./inquiry.ts";
import type { Base } from "./receipt.ts";
import { type ReducerName, reduce } from "./reducers.ts";
import type { Merge } from "./schema.ts";
import { writeEntry } from "./write.ts";
import { byExpression, type Changed, outcome, type Writer } from "./writes.ts";

/** What a child brings back: the entries that it wrote, and what its parent had when it was started. */
export type Returned = {
  readonly entries: readonly Entry[];
  readonly base: Readonly<Record<string, Base | null>>;
};

/** Joins what a child wrote into its parent's context, by the reducers that the call names. */
export function mergeBack(
  returned: Returned,
  merges: Readonly<Record<string, Merge>>,
  writer: Omit<Writer, "scope">,
  facts: Facts,
): Changed {
  const inquiry = new Inquiry(facts);
  const conflicts: { key: string; kept: "last" | "first" }[] = [];
  const entries = returned.entries.flatMap((incoming) => {
    const merge = Object.hasOwn(merges, incoming.key) ? merges[incoming.key] : undefined;
    const merged = merge && mergeOne(inquiry, incoming, merge, returned.base, writer, conflicts);
    return merged ? [merged] : [];
  });
  return outcome(inquiry, conflicts.length > 0 ? { entries, conflicts } : { entries });
}

function mergeOne(
  inquiry: Inquiry,
  incoming: Entry,
  merge: Merge,
  bases: Returned["base"],
  writer: Omit<Writer, "scope">,
  conflicts: { key: string; kept: "last" | "first" }[],
): Entry | null {
  const { key } = incoming;
  const { reducer, onConflict = "fail" } = typeof merge === "string" ? { reducer: merge } : merge;
  const current = Object.hasOwn(writer.entries, key) ? writer.entries[key] : undefined;
  if (current?.hash === incoming.hash) return null;
  const joined = joinBack(inquiry, reducer, current, incoming, bases[key] ?? null, writer.where);
  if (joined.conflict) {
    if (onConflict === "fail") inquiry.fail(conflictFailure(writer.where, key, reducer));
    else conflicts.push({ key, kept: onConflict });
    if (onConflict === "first") return null;
  }
  const sources = current ? [incoming, current] : [incoming];
  const { expiresAt, priority } = incoming;
  return writeEntry(inquiry, joined.value, {
    key,
    origin: writer.origin,
    at: writer.at,
    ...labelsOf(sources),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(priority === undefined ? {} : { priority }),
  });
}

/** Without loading a value where their hashes already tell the outcome. */
function joinBack(
  inquiry: Inquiry,
  reducer: string,
  current: Entry | undefined,
  incoming: Entry,
  base: Base | null,
  where: string,
): { readonly value: Stored; readonly conflict: boolean } {
  const value = storedOf(incoming);
  if (reducer.startsWith("=")) {
    const known = current ? storedOf(current) : null;
    return { value: byExpression(inquiry, reducer, known, value, where), conflict: false };
  }
  const untouched = (current?.hash ?? null) === (base?.hash ?? null);
  if (reducer === "replace") return { value, conflict: !untouched };
  const started = base && { base: inquiry.whole(storedOf(base)) };
  if (!current && !base) return { value, conflict: false };
  return reduce(reducer as ReducerName, {
    current: current ? inquiry.whole(storedOf(current)) : null,
    incoming: inquiry.whole(value),
    ...(started ?? { base: null as Json }),
  });
}

function conflictFailure(where: string, key: string, reducer: string): Failure {
  return {
    class: "definition",
    code: "ContextConflict",
    message: `${where}: the entry "${key}" was written here while the child wrote it too, and "${reducer}" cannot join both. Choose another reducer, or say with onConflict which one stays.`,
    retryable: false,
    details: { key, reducer },
  };
}
