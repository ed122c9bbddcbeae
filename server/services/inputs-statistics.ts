import * as z from "zod";
import { slugText } from "./inputs.ts";
import type { StatisticsRange } from "./types-statistics.ts";

const RANGES = ["24h", "7d", "14d", "30d", "90d"] as const satisfies readonly StatisticsRange[];

export const statisticsInput = z.strictObject({
  /** Workflow of the root runs; absent = all. */
  workflow: slugText.exactOptional(),
  range: z.enum(RANGES).default("14d"),
});
export type StatisticsInput = z.output<typeof statisticsInput>;
