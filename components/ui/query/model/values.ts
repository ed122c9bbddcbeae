import type { Zone } from "../../instant";
import type { QueryField } from "./query";

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};

/** `300ms`, `1.5s`, `1h30m`; `null` = no span of time. */
export function spanMs(text: string): number | null {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d|w)/gy)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) return null;
  return parts.reduce((sum, [, figure, unit = ""]) => sum + Number(figure) * (UNITS[unit] ?? 0), 0);
}

const DATE =
  /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * `2026-11-01` or `2026-11-01T18:44`, in the zone that the viewer has chosen unless it names one.
 * @param end Of a date or a minute without seconds: its last moment instead of its first.
 */
export function instantMs(text: string, zone: Zone, end = false): number | null {
  const match = DATE.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second, , offset] = match;
  const at = offset
    ? Date.parse(second ? text : text.replace(/(T\d{2}:\d{2})/, "$1:00"))
    : madeOf(zone, [year, month, day, hour, minute, second].map(Number));
  if (at === null || Number.isNaN(at)) return null;
  if (!end || second) return at;
  return at + (hour ? 60_000 : 86_400_000) - 1;
}

/** `null` for days that are not in the calendar: 30 February must not become 2 March. */
function madeOf(zone: Zone, parts: readonly number[]): number | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map((part) => part || 0);
  const at =
    zone === "utc"
      ? Date.UTC(year, month - 1, day, hour, minute, second)
      : new Date(year, month - 1, day, hour, minute, second).getTime();
  const made = new Date(at);
  const same = zone === "utc" ? made.getUTCDate() === day : made.getDate() === day;
  return same && month >= 1 && month <= 12 && hour < 24 && minute < 60 ? at : null;
}

type Checked =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly message: string; readonly fix: string | null };

/** A typed value, in its canonical writing, or why the field does not take it. */
export function checkValue(field: QueryField, value: string): Checked {
  switch (field.kind) {
    case "enum":
      return checkOption(field, value);
    case "text":
      return { ok: true, value };
    case "number":
      return value.trim() !== "" && Number.isFinite(Number(value))
        ? { ok: true, value }
        : refused(field, value, "a number such as 10");
    case "duration":
      return spanMs(value) === null
        ? refused(field, value, "a span such as 300ms, 1.5s or 2h")
        : { ok: true, value };
    case "instant":
      return spanMs(value) === null && instantMs(value, "utc") === null
        ? refused(field, value, "a date such as 2026-11-01, or a span such as 24h")
        : { ok: true, value };
  }
}

function refused(field: QueryField, value: string, wanted: string): Checked {
  const said =
    value === "" ? `${field.label} needs` : `“${value}” does not fit ${field.label.toLowerCase()}. Write`;
  return { ok: false, message: `${said} ${wanted}.`, fix: null };
}

function checkOption(field: QueryField, value: string): Checked {
  const options = field.options ?? [];
  const meant = options.find(
    (option) =>
      same(option.value, value) ||
      same(option.label, value) ||
      same(option.label.replaceAll(" ", "_"), value),
  );
  if (meant) return { ok: true, value: meant.value };
  const near = nearest(
    value,
    options.map((option) => option.value),
  );
  const known = options.map((option) => option.value).join(", ");
  if (value === "") return { ok: false, message: `${field.label} needs one of: ${known}.`, fix: null };
  const message = `${field.label} is never “${value}”. ${near ? `Did you mean ${near}?` : `It is one of: ${known}.`}`;
  return { ok: false, message, fix: near };
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** The name that was probably meant: it begins alike, or differs by two letters at most. */
export function nearest(word: string, names: readonly string[]): string | null {
  const low = word.toLowerCase();
  if (low.length < 2) return null;
  const begins = names.find((name) => name.toLowerCase().startsWith(low));
  if (begins !== undefined) return begins;
  const ranked = names
    .map((name) => ({ name, far: distance(low, name.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  const best = ranked[0];
  return best && best.far <= Math.min(2, low.length - 1) ? best.name : null;
}

/** Letters to change, add or drop (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, place) => place);
  [...a].forEach((sign, index) => {
    const next = [index + 1];
    [...b].forEach((other, place) => {
      const change = (row[place] ?? 0) + Number(sign !== other);
      next.push(Math.min(change, (row[place + 1] ?? 0) + 1, (next[place] ?? 0) + 1));
    });
    row = next;
  });
  return row.at(-1) ?? 0;
}
