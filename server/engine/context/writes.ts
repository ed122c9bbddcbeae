import type { Scope } from "../expression/index.ts";
import type { Failure } from "../failure.ts";
import type { EpochMs } from "../ids.ts";
import type { Blob, Stored } from "../values/json.ts";
import { type Entries, type Entry, type EntryOrigin, labelsOf, storedOf } from "./entry.ts";
import { type Facts, Inquiry } from "./inquiry.ts";
import { ceilingOf } from "./labels.ts";
import type { Lacking } from "./questions.ts";
import { type ReducerName, reduce } from "./reducers.ts";
import { entriesRead, renderIn } from "./render.ts";
import type { ContextWrite, ContextWrites, WorkflowContext } from "./schema.ts";
import { entriesScope } from "./scope.ts";
import { writeEntry } from "./write.ts";

/** Entries that an event puts into its run's context, and the parallel writes that it had to settle. */
export type ContextChange = {
  readonly entries: readonly Entry[];
  readonly conflicts?: readonly { readonly key: string; readonly kept: "last" | "first" }[];
};

export type Changed =
  | { readonly kind: "changed"; readonly change: ContextChange; readonly blobs: readonly Blob[] }
  | { readonly kind: "lacking"; readonly lacking: Lacking }
  | { readonly kind: "failure"; readonly failure: Failure };

/** The run that writes. */
export type Writer = {
  readonly at: EpochMs;
  readonly origin: EntryOrigin;
  readonly entries: Entries;
  readonly context: WorkflowContext | undefined;
  readonly scope: Scope;
  /** Place in the graph, for failures. */
  readonly where: string;
};

/** Evaluates what a graph writes into a context. Each value has the labels of all entries that its expression reads. */
export function evaluateWrites(writes: ContextWrites, writer: Writer, facts: Facts): Changed {
  const inquiry = new Inquiry(facts);
  const scope = { ...writer.scope, ...entriesScope(writer.entries) };
  const entries = Object.entries(writes).map(([key, write]) => entryOf(inquiry, key, write, writer, scope));
  return outcome(inquiry, { entries });
}

function entryOf(inquiry: Inquiry, key: string, write: ContextWrite, writer: Writer, scope: Scope): Entry {
  const stated = typeof write === "string" ? { value: write } : write;
  const where = `${writer.where}.${key}`;
  const sources = entriesRead(stated.value, Object.values(writer.entries));
  const given = renderIn(inquiry, stated.value, scope, where);
  const current = Object.hasOwn(writer.entries, key) ? writer.entries[key] : undefined;
  const { reducer = "replace" } = stated;
  const joined = reducer === "replace" || !current ? given : join(inquiry, reducer, current, given, where);
  const own = current && reducer !== "replace" ? [...sources, current] : sources;
  return writeEntry(inquiry, joined, { key, ...termsOfWrite(stated, own, writer) });
}

type Stated = Exclude<ContextWrite, string>;

function termsOfWrite(stated: Stated, sources: readonly Entry[], { at, origin, context }: Writer) {
  const inherited = labelsOf(sources);
  const labels = [...new Set([...(stated.labels ?? []), ...(inherited.labels ?? [])])].sort();
  const own = ceilingOf(stated.labels ?? [], context?.labels, origin.depth);
  const ceilings = [own, inherited.ceiling].filter((ceiling) => ceiling !== undefined);
  const ttlMs = stated.ttlMs ?? context?.optimize?.ttlMs;
  return {
    origin,
    at,
    ...(labels.length > 0 ? { labels } : {}),
    ...(ceilings.length > 0 ? { ceiling: Math.min(...ceilings) } : {}),
    ...(ttlMs === undefined ? {} : { expiresAt: at + ttlMs }),
    ...(stated.priority ? { priority: stated.priority } : {}),
  };
}

function join(inquiry: Inquiry, reducer: string, current: Entry, incoming: Stored, where: string): Stored {
  if (reducer.startsWith("=")) return byExpression(inquiry, reducer, storedOf(current), incoming, where);
  const values = { current: inquiry.whole(storedOf(current)), incoming: inquiry.whole(incoming) };
  return reduce(reducer as ReducerName, values).value;
}

/** A reducer that is an expression over `current` and `incoming`. */
export function byExpression(
  inquiry: Inquiry,
  source: string,
  current: Stored,
  incoming: Stored,
  where: string,
): Stored {
  const scope: Scope = {
    input: null,
    node: () => undefined,
    run: {},
    tree: {},
    values: { current, incoming },
  };
  return renderIn(inquiry, source, scope, `${where}, reducer`);
}

/** The change, once nothing was missing and nothing failed, with the blobs that its entries refer to. */
export function outcome(inquiry: Inquiry, change: ContextChange): Changed {
  if (inquiry.lacking) return { kind: "lacking", lacking: inquiry.lacking };
  if (inquiry.failure) return { kind: "failure", failure: inquiry.failure };
  const hashes = new Set(change.entries.map(({ hash }) => hash));
  const blobs = [...inquiry.made.values()].filter(({ hash }) => hashes.has(hash));
  return { kind: "changed", change, blobs };
}
