/** What a fork can begin with: what has begun. */
export const FORKABLE: ReadonlySet<string> = new Set([
  "active",
  "retrying",
  "parked",
  "waiting",
  "completed",
  "failed",
  "cancelled",
]);
