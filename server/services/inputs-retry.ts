import * as z from "zod";

/** Runs that are retried together: each is read from its beginning. */
export const MOST_RETRIED = 100;

export const retryRunsInput = z.strictObject({
  ids: z.array(z.string().min(1).max(60)).min(1).max(MOST_RETRIED),
  /** Do only what has no result, or all of it. */
  from: z.enum(["failure", "start"]).default("failure"),
});
export type RetryRunsInput = z.output<typeof retryRunsInput>;
