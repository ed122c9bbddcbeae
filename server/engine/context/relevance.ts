import type { Json, Stored } from "../values/json.ts";
import { type Entry, storedOf } from "./entry.ts";
import type { HandOffRequest } from "./handoff-request.ts";
import { type Inquiry, subjectOf } from "./inquiry.ts";
import { renderIn } from "./render.ts";
import type { Strategy } from "./schema.ts";
import { termsOf, wordsOf } from "./terms.ts";

/** An entry that the child's graph reads is as relevant as can be. */
const READ = 10;
const KEY_WEIGHT = 2;

/** How relevant each entry is for the child: what its graph reads, then what shares words with its task. */
export function relevanceOf(
  entries: readonly Entry[],
  strategy: Strategy,
  request: HandOffRequest,
  inquiry: Inquiry,
): ReadonlyMap<Entry, number> {
  const wanted = new Set(queryTerms(strategy, request, inquiry));
  return new Map(entries.map((entry) => [entry, scoreOf(entry, wanted, request, inquiry)]));
}

function queryTerms(strategy: Strategy, request: HandOffRequest, inquiry: Inquiry): readonly string[] {
  const { child, parent, where } = request;
  const query =
    strategy.relevantTo === undefined
      ? [child.label, child.workflow, child.input]
      : renderIn(inquiry, strategy.relevantTo, parent.scope, `${where}, context, relevantTo`);
  return termsOf(withoutReferences(query as Stored));
}

/** References are not loaded for it: their names would only add noise. */
function withoutReferences(stored: Stored): Json {
  if (typeof stored !== "object" || stored === null) return stored;
  if (Array.isArray(stored)) return stored.map((part: Stored) => withoutReferences(part));
  if (Object.hasOwn(stored, "$blob")) return null;
  return Object.fromEntries(
    Object.entries(stored as Readonly<Record<string, Stored>>).map(([key, part]) => [
      key,
      withoutReferences(part),
    ]),
  );
}

function scoreOf(
  entry: Entry,
  wanted: ReadonlySet<string>,
  { child }: HandOffRequest,
  inquiry: Inquiry,
): number {
  const read = child.reads.has(entry.key) ? READ : 0;
  if (wanted.size === 0) return read;
  const terms = new Set(inquiry.terms(subjectOf(storedOf(entry), entry.hash, inquiry.made)));
  const named = new Set(wordsOf(entry.key));
  let hits = 0;
  for (const word of wanted) hits += (terms.has(word) ? 1 : 0) + (named.has(word) ? KEY_WEIGHT : 0);
  return read + hits / Math.sqrt(wanted.size);
}
