import * as z from "zod";
import type { BreakerDetail, BreakerSummary, HeldRun } from "../../services/types-breakers.ts";
import { check } from "./shapes.ts";

const state = z.enum(["closed", "open", "halfOpen"]);
const instant = z.iso.datetime();
const fields = {
  id: z.string().describe("kind:resource, such as http:api.example.com"),
  kind: z.string(),
  resource: z.string(),
  tenant: z.string(),
  state: state.describe("What holds at present"),
  until: instant.nullable(),
  computed: state.describe("What the figures say, whatever a person says"),
  forced: z
    .object({
      state: z.enum(["open", "closed"]),
      reason: z.string(),
      by: z.string(),
      at: instant,
      until: instant.nullable(),
    })
    .nullable(),
  failures: z.int().describe("Failures in a row while closed"),
  trips: z.int().describe("How often in a row it opened"),
  probes: z.int(),
  lastFailure: z.string().nullable(),
  lastFailedAt: instant.nullable(),
  held: z.object({ places: z.int(), trees: z.int() }).describe("What waits for it"),
};
export const breaker = check<BreakerSummary>()(z.object(fields));
export const breakers = z.object({ data: z.array(breaker), nextCursor: z.null() });

const waiting = check<HeldRun>()(
  z.object({
    runId: z.string(),
    treeId: z.string(),
    slug: z.string(),
    label: z.string().nullable(),
    nodeId: z.string(),
    item: z.int().nullable(),
    since: instant,
    until: instant,
  }),
);
export const breakerDetail = check<BreakerDetail>()(
  z.object({ ...fields, waiting: z.array(waiting).readonly() }),
);
