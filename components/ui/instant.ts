/** Where an instant is shown: in the viewer's zone or in UTC. */
export type Zone = "local" | "utc";

const DAY = 24 * 3_600_000;
const made = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: Zone, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone}${JSON.stringify(options)}`;
  const known = made.get(key);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-GB", {
    hourCycle: "h23",
    timeZoneName: "short",
    ...(zone === "utc" ? { timeZone: "UTC" } : {}),
    ...options,
  });
  made.set(key, format);
  return format;
}

const TIME = { hour: "2-digit", minute: "2-digit" } as const;
const SECONDS = { ...TIME, second: "2-digit" } as const;
const DATE = { day: "numeric", month: "short" } as const;

/** `26 Nov, 18:44 CET`; with the year where it is not this one. */
export function formatAbsolute(at: number, zone: Zone, now: number): string {
  return formatter(zone, { ...DATE, ...yearOf(at, now), ...TIME }).format(at);
}

/** `18:44:07.123 CET`; with the date where that is another day than today's, and with the year where it is another. */
export function formatClock(at: number, zone: Zone, now: number): string {
  const day = formatter(zone, { ...DATE, year: "numeric" });
  const date = day.format(at) === day.format(now) ? {} : { ...DATE, ...yearOf(at, now) };
  return formatter(zone, { ...date, ...SECONDS, fractionalSecondDigits: 3 }).format(at);
}

function yearOf(at: number, now: number): { readonly year?: "numeric" } {
  return Math.abs(now - at) > 300 * DAY ? { year: "numeric" } : {};
}

/** The viewer's zone, UTC and ISO, one line each. */
export function instantLines(at: number): readonly string[] {
  const full = { weekday: "short", ...DATE, year: "numeric", ...SECONDS } as const;
  return [
    formatter("local", full).format(at),
    ...(isUtcHere() ? [] : [formatter("utc", full).format(at)]),
    new Date(at).toISOString(),
  ];
}

function isUtcHere(): boolean {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone === "UTC";
}
