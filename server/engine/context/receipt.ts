import type { Usage } from "../run/usage.ts";
import { type Amount, amountOf, type Entry, uniqueBytes } from "./entry.ts";

/** What a hand-off did with one key. */
export type Fate =
  | "kept"
  | "dropped"
  | "packed"
  | "summarised"
  | "archived"
  | "masked"
  | "transformed"
  | "renamed"
  | "merged"
  | "added";

/**
 * The account of one key. `before` is what the parent had (absent: nothing), `after` what the child got (absent:
 * nothing, or it went into `to`). `by` is the rule, the strategy or the policy that did it.
 */
export type Line = {
  readonly key: string;
  readonly did: Fate;
  readonly by: string;
  readonly why?: string;
  readonly to?: string;
  readonly before?: Amount;
  readonly after?: Amount;
};

/** By whom the summary of one key was made, where an agent was to make it. */
export type SummaryNote = {
  readonly key: string;
  /** The agent that was asked. Absent: none was. */
  readonly agent?: string;
  /** Why the text's own sentences stand there instead of what an agent wrote. */
  readonly why?: string;
  /** What its answer used. */
  readonly usage?: Usage;
  /** The tree had the answer already, and had paid for it. */
  readonly known?: true;
};

/** `stored`: bytes with each value counted once, whatever number of keys it stands under. */
export type Total = Amount & { readonly keys: number; readonly stored: number };

/** The account of a hand-off. Keys without a line of their own were kept as they are. */
export type Receipt = {
  /** The strategy that was asked for, and what it chose to do. */
  readonly strategy: string;
  readonly applied: string;
  readonly why?: string;
  /** Tokens that were to be had beyond what is pinned. */
  readonly budget?: number;
  readonly before: Total;
  readonly after: Total;
  readonly lines: readonly Line[];
  /** Absent where all summaries are extractive by choice. */
  readonly summaries?: readonly SummaryNote[];
};

/** A value as a hand-off found it. */
export type Base = Pick<Entry, "hash" | "bytes" | "value">;

/** What a child starts with: in the event of its start. */
export type HandOff = Receipt & {
  readonly entries: readonly Entry[];
  /** What the parent had under the keys that merge back: what tells parallel writes. `null` = nothing. */
  readonly base?: Readonly<Record<string, Base | null>>;
};

export function totalOf(entries: readonly Entry[]): Total {
  let [bytes, tokens] = [0, 0];
  for (const entry of entries) {
    const amount = amountOf(entry);
    bytes += amount.bytes;
    tokens += amount.tokens;
  }
  return { keys: entries.length, bytes, tokens, stored: uniqueBytes(entries) };
}

/** All lines of a hand-off, those included that its event leaves out because nothing changed. */
export function linesOf(handOff: HandOff): readonly Line[] {
  const told = new Set(handOff.lines.flatMap(({ key, to }) => (to === undefined ? [key] : [key, to])));
  const did: Fate = handOff.strategy === START ? "added" : "kept";
  const silent = handOff.entries.filter(({ key }) => !told.has(key));
  return [...silent.map((entry) => silentLine(entry, did, handOff.applied)), ...handOff.lines].sort(byKey);
}

/** The strategy of a run that nobody handed anything. */
export const START = "start";

function silentLine(entry: Entry, did: Fate, by: string): Line {
  const after = amountOf(entry);
  return did === "added"
    ? { key: entry.key, did, by, after }
    : { key: entry.key, did, by, before: after, after };
}

function byKey(a: Line, b: Line): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
