import type { AccountRow } from "#server/services/run/ledger";
import type { LedgerRow } from "#server/services/run/levels";

type Counted = LedgerRow["dimension"];
/** As it is typed: active time in minutes. */
export type More = Readonly<Partial<Record<Counted, number | null>>>;

const MINUTE_MS = 60_000;

/** Limits that can be raised: those of the account that the run counts in, and the tree's time. */
export function raisable(accounts: readonly AccountRow[]): readonly LedgerRow[] {
  const [own] = accounts;
  const time = accounts.at(-1)?.rows.filter(({ dimension }) => dimension === "activeMs") ?? [];
  const rows = own?.rows.filter(({ dimension }) => dimension !== "activeMs") ?? [];
  return [...rows, ...time].filter(({ limit }) => limit !== null);
}

/** What is asked for; `null` = nothing is. */
export function moreOf(given: More): Readonly<Partial<Record<Counted, number>>> | null {
  const asked = Object.entries(given).flatMap(([counted, amount]) => {
    if (!amount || amount <= 0) return [];
    if (counted === "costUsd") return [[counted, amount] as const];
    return [[counted, Math.round(counted === "activeMs" ? amount * MINUTE_MS : amount)] as const];
  });
  return asked.length > 0 ? Object.fromEntries(asked) : null;
}
