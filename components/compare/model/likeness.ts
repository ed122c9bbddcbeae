import { canonicalJson } from "#server/engine/hash";
import type { Json } from "#server/engine/values/json";

/** `unseen`: they are different, but not in what is shown of them. `unknown`: that has not been told. */
export type Likeness = "same" | "different" | "unseen" | "unknown";

/** A value as it came, and as it is shown: with words in place of media and of what did not come along. */
type Side = { readonly value: Json; readonly shown: Json; readonly isWhole: boolean };

/** @param same What the digests of the whole values say; `null` = nothing. */
export function likenessOf(a: Side, b: Side, same: boolean | null): Likeness {
  if (same === true) return "same";
  if (a.isWhole && b.isWhole && equal(a.value, b.value)) return "same";
  if (!equal(a.shown, b.shown)) return "different";
  return same === false || (a.isWhole && b.isWhole) ? "unseen" : "unknown";
}

function equal(a: Json, b: Json): boolean {
  return canonicalJson(a) === canonicalJson(b);
}
