/** Longest wait that the other side may ask for. */
const MAX_WAIT_MS = 24 * 60 * 60 * 1_000;
const TRANSIENT = new Set([408, 425, 429, 500, 502, 503, 504, 507, 522, 524, 529]);

/** Whether the same request may be answered otherwise later. */
export function isTransientStatus(status: number): boolean {
  return TRANSIENT.has(status);
}

/** Milliseconds of a Retry-After header, which is seconds or a date; `null` = none that can be read. */
export function retryAfterOf(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  const wait = /^\s*\d{1,9}(\.\d+)?\s*$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(wait) ? Math.min(Math.max(0, Math.ceil(wait)), MAX_WAIT_MS) : null;
}
