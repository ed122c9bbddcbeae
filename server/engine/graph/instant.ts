import type { EpochMs } from "../ids.ts";

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d{2}):?(\d{2}))$/;
const DAY_MS = 86_400_000;

/** An ISO 8601 date and time with a zone (`Z` or an offset); `null` when it is not one or names no real day. */
export function parseInstant(text: string): EpochMs | null {
  const match = ISO.exec(text.trim());
  if (!match) return null;
  const number = (index: number): number => Number(match[index] ?? 0);
  const [year, month, day] = [number(1), number(2), number(3)];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  if (number(4) > 23 || number(5) > 59 || number(6) > 59 || number(9) > 23 || number(10) > 59) return null;
  const fraction = Number(`0.${match[7] ?? "0"}`) * 1_000;
  const time = ((number(4) * 60 + number(5)) * 60 + number(6)) * 1_000 + Math.trunc(fraction);
  const offset = (number(9) * 60 + number(10)) * 60_000 * (match[8] === "-" ? -1 : 1);
  return daysSinceEpoch(year, month, day) * DAY_MS + time - offset;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Days from 1970-01-01 in the proleptic Gregorian calendar (Hinnant, "chrono-compatible low-level date algorithms"). */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}
