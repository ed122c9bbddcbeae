import { diffOf } from "./diff.ts";
import type { HandOff } from "./receipt.ts";

/** A receipt as readers get it: every key accounted for, and nothing left out. */
export function receiptView(handOff: HandOff) {
  const { strategy, applied, why = null, budget = null, before, after } = handOff;
  const diff = diffOf(handOff).map((line) => ({
    key: line.key,
    change: line.change,
    did: line.did,
    by: line.by,
    why: line.why ?? null,
    to: line.to ?? null,
    before: line.before ?? null,
    after: line.after ?? null,
  }));
  const summaries = (handOff.summaries ?? []).map((note) => ({
    key: note.key,
    agent: note.agent ?? null,
    why: note.why ?? null,
    known: note.known ?? false,
    usage: note.usage ?? null,
  }));
  return { strategy, applied, why, budget, before, after, diff, summaries };
}
