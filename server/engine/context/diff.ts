import { type Fate, type HandOff, type Line, linesOf } from "./receipt.ts";

/** What a reader wants to know of a key first. */
export type Change = "inherited" | "dropped" | "compressed" | "redacted" | "changed" | "added";
export type DiffLine = Line & { readonly change: Change };

const CHANGES: Readonly<Record<Fate, Change>> = {
  kept: "inherited",
  dropped: "dropped",
  packed: "compressed",
  summarised: "compressed",
  archived: "compressed",
  masked: "redacted",
  transformed: "changed",
  renamed: "changed",
  merged: "changed",
  added: "added",
};

/** What became of each key from parent to child, by whom, with bytes and tokens on both sides. */
export function diffOf(handOff: HandOff): readonly DiffLine[] {
  return linesOf(handOff).map((line) => ({ ...line, change: CHANGES[line.did] }));
}
