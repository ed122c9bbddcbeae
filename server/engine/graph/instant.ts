import type { EpochMs } from "../ids.ts";

const INSTANT = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})$/;
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const MINUTE = 60_000;

/** Instant of an ISO 8601 text with a zone, such as `2026-05-01T09:00:00+02:00`; `null` when it is none. */
export function parseInstant(text: string): EpochMs | null {
  const match = INSTANT.exec(text);
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const zone = zoneMinutes(match[8] as string);
  const days = daysSinceEpoch(year as number, month as number, day as number);
  if (
    days === null ||
    zone === null ||
    (hour as number) > 23 ||
    (minute as number) > 59 ||
    (second as number) > 59
  )
    return null;
  const millis = Number((match[7] ?? "").padEnd(3, "0").slice(0, 3));
  return (
    days * 1_440 * MINUTE +
    ((hour as number) * 60 + (minute as number) - zone) * MINUTE +
    (second as number) * 1_000 +
    millis
  );
}

/** The instant as ISO 8601 text in UTC, to the millisecond. */
export function formatInstant(at: EpochMs): string {
  const days = Math.floor(at / (1_440 * MINUTE));
  const { year, month, day } = dateOf(days);
  const rest = at - days * 1_440 * MINUTE;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  const time = `${two(rest / (60 * MINUTE))}:${two((rest / MINUTE) % 60)}:${two((rest / 1_000) % 60)}`;
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}T${time}.${String(rest % 1_000).padStart(3, "0")}Z`;
}

/** Date of a number of days from 1970-01-01: the inverse of `daysSinceEpoch`. */
function dateOf(days: number): { readonly year: number; readonly month: number; readonly day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
  };
}

function zoneMinutes(zone: string): number | null {
  if (zone === "Z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  if (hours > 23 || minutes > 59) return null;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

/** Days from 1970-01-01 in the Gregorian calendar; `null` when there is no such day. */
function daysSinceEpoch(year: number, month: number, day: number): number | null {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const length = month === 2 && !leap ? 28 : DAYS[month - 1];
  if (length === undefined || day < 1 || day > length) return null;
  // Years are counted from March, so the leap day is the last day of a year.
  const y = month <= 2 ? year - 1 : year;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + dayOfYear - 719_468;
}
