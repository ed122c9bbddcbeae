import type { Json } from "../../values/json.ts";

const UNITS: Readonly<Record<string, number>> = {
  seconds: 1_000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
};
const LONGEST_MS = 31_536_000_000;

/** A length of time of so many units; `null` = it cannot be read. */
export function lengthOf(amount: Json, unit: Json): number | null {
  const ms = Number(amount) * (UNITS[String(unit)] ?? Number.NaN);
  return Number.isInteger(ms) && ms >= 0 && ms <= LONGEST_MS ? ms : null;
}
