/** SQLSTATE classes and codes after which the same statement may succeed: connection, resources, shutdown, locks, I/O. */
const STATES = /^(08|53|58|57P0[1235]|40001|40P01|55P03|55006)/;
const CONNECTION = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOENT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);

/** Whether an error of the database says "not now" rather than "not this". */
export function isTransient(error: unknown): boolean {
  if (typeof error !== "object" || error === null || !("code" in error)) return false;
  const { code } = error;
  return typeof code === "string" && (CONNECTION.has(code) || STATES.test(code));
}
