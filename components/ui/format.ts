const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const two = (value: number) => String(Math.floor(value)).padStart(2, "0");

/** `340 ms`, `1.24 s`, `12.4 s`, `3m 07s`, `1h 02m`, `2d 03h`. */
export function formatDuration(ms: number): string {
  const span = Math.max(0, ms);
  if (span < SECOND) return `${Math.round(span)} ms`;
  if (span < 9_995) return `${(span / SECOND).toFixed(2)} s`;
  if (span < 59_950) return `${(span / SECOND).toFixed(1)} s`;
  return formatLong(Math.max(span, MINUTE));
}

/** The same for what still goes on: whole seconds, so that nothing but the last figure moves. */
export function formatElapsed(ms: number): string {
  const span = Math.max(0, ms);
  return span < MINUTE ? `${Math.floor(span / SECOND)} s` : formatLong(span);
}

function formatLong(span: number): string {
  if (span < HOUR) return `${Math.floor(span / MINUTE)}m ${two((span % MINUTE) / SECOND)}s`;
  if (span < DAY) return `${Math.floor(span / HOUR)}h ${two((span % HOUR) / MINUTE)}m`;
  return `${Math.floor(span / DAY)}d ${two((span % DAY) / HOUR)}h`;
}

/** `just now`, `12 s ago`, `5 min ago`, `3 h ago`; `4 d ago`. */
export function formatAgo(at: number, now: number): string {
  const span = now - at;
  if (span < 5 * SECOND) return "just now";
  if (span < MINUTE) return `${Math.floor(span / SECOND)} s ago`;
  if (span < HOUR) return `${Math.floor(span / MINUTE)} min ago`;
  if (span < DAY) return `${Math.floor(span / HOUR)} h ago`;
  return `${Math.floor(span / DAY)} d ago`;
}

const COUNT = new Intl.NumberFormat("en-US");

export function formatCount(count: number): string {
  return COUNT.format(count);
}

/** Dollars with as many digits as tell a small amount from nothing: `$0`, `$0.00026`, `$12.35`. */
export function formatCost(usd: number): string {
  if (usd === 0) return "$0";
  return usd >= 0.01 ? `$${usd.toFixed(2)}` : `$${usd.toPrecision(2)}`;
}

/** `812`, `9,999`, `18.2 k`, `3.4 M`: of what is counted finely. */
export function formatMany(count: number): string {
  if (count < 10_000) return formatCount(count);
  return count < 999_950 ? `${(count / 1_000).toFixed(1)} k` : `${(count / 1_000_000).toFixed(1)} M`;
}

/** `812 B`, `18.2 KB`, `3.4 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`;
  if (bytes < 1_024 * 1_024) return `${oneDigit(bytes / 1_024)} KB`;
  return `${oneDigit(bytes / 1_024 / 1_024)} MB`;
}

function oneDigit(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}

/** Behind the name of a workflow: which of its revisions ran. 0 = its draft; nothing where it is a graph inside another. */
export function revisionText(revision: number | null): string {
  if (revision === null) return "";
  return revision === 0 ? "@draft" : `@${revision}`;
}
