import type { Database } from "#db/client";
import type { CookieStyle } from "./cookies.ts";

/** What every way in works with. */
export type Door = { readonly db: Database; readonly style: CookieStyle };

/** How a try to get in ended. */
export type Entry =
  | { readonly kind: "in"; readonly cookie: string }
  /** Nothing was looked at: there were too many tries. */
  | { readonly kind: "wait"; readonly seconds: number }
  /** Deliberately without a reason. */
  | { readonly kind: "refused" };

export const REFUSED: Entry = { kind: "refused" };
