import type { SlotRef } from "../run/state.ts";
import type { Stored } from "../values/json.ts";

/** One place of the earlier run and what becomes of it: done again, with another input, or taken as something else. */
export type ForkPlace = SlotRef & {
  readonly input?: Stored;
  readonly output?: Stored;
  readonly port?: string;
  /** Its recorded result stands, though what it depends on is done again. */
  readonly reuse?: true;
  /** It stays open with the items or the child it has; what of them no place names stands, or is done again. */
  readonly within?: "reuse" | "again";
};

export type ForkFlaw = { readonly code: ForkFlawCode; readonly place: SlotRef; readonly message: string };
export type ForkFlawCode =
  | "RUN_UNKNOWN"
  | "NODE_UNKNOWN"
  | "ITEM_UNKNOWN"
  | "NEVER_REACHED"
  | "DEPENDENT"
  | "CONTRADICTION"
  | "PORT_UNKNOWN";

export function flaw(code: ForkFlawCode, { run, node, item }: SlotRef, message: string): ForkFlaw {
  return { code, place: item === undefined ? { run, node } : { run, node, item }, message };
}
