import * as z from "zod";
import { retryRunsInput } from "../../services/inputs-retry.ts";
import { retryPreview, retryRuns } from "../../services/run/retry-runs.ts";
import type { RetriedRuns, RetryPreview } from "../../services/types-retry.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";
import { forkTotals } from "./fork-shapes.ts";
import { check } from "./shapes.ts";

const why = z.string().describe("Why it is not retried");
const previewShape = check<RetryPreview>()(
  z.object({
    data: z
      .array(
        z.union([
          z.object({ id: z.string(), why, from: z.null(), totals: z.null() }),
          z.object({
            id: z.string(),
            why: z.null(),
            from: z.enum(["failure", "start"]),
            totals: forkTotals,
          }),
        ]),
      )
      .readonly(),
  }),
);
const retriedShape = check<RetriedRuns>()(
  z.object({
    data: z
      .array(
        z.object({
          id: z.string(),
          startedId: z.string().nullable().describe("The new tree"),
          why: why.nullable(),
        }),
      )
      .readonly(),
  }),
);

export const retryEndpoints: readonly Endpoint[] = [
  endpoint({
    method: "POST",
    path: "/runs/retry/preview",
    id: "previewRetry",
    summary: "For each root run what a retry would reuse and do again, or why it would not be retried.",
    action: "run.read",
    body: retryRunsInput,
    answer: previewShape,
    handle: ({ services, caller, body }) => retryPreview(services, caller, body),
  }),
  endpoint({
    method: "POST",
    path: "/runs/retry",
    id: "retryRuns",
    summary:
      "Start a new tree for each root run that failed or was cancelled: what has a result is reused, or nothing with `from: start`. Answers for each run with the new one, or why there is none.",
    action: "run.retry",
    body: retryRunsInput,
    answer: retriedShape,
    handle: ({ services, caller, body }) => retryRuns(services, caller, body),
  }),
];
