import * as z from "zod";
import type { ForkItems, ForkPreview, ForkRun } from "../../services/types-fork.ts";
import { check } from "./shapes.ts";

const spent = z
  .object({ runs: z.int(), attempts: z.int(), tokens: z.int(), costUsd: z.number() })
  .describe("What it took the last time: child runs, attempts that touch the world, tokens, dollars");
export const forkTotals = z.object({
  stands: z.int(),
  kept: z.int(),
  given: z.int(),
  again: z.int(),
  spent,
});
const state = z.enum(["completed", "failed", "skipped", "unfinished"]);
const place = z.object({
  node: z.string(),
  kind: z.string(),
  state,
  fate: z
    .enum(["stands", "kept", "given", "again", "open"])
    .describe(
      "stands: nothing it depends on changes; kept: reused because the request says so; open: what it holds has fates of its own",
    ),
  choices: z
    .array(z.enum(["reuse", "again", "input", "output", "within"]))
    .readonly()
    .describe("What can be said of it without contradicting the other places"),
  items: z.int().nullable(),
  loop: z.boolean(),
  childId: z.string().nullable(),
  ports: z.array(z.string()).readonly(),
  portRequired: z.boolean(),
  spent,
});
const runFields = z.object({
  id: z.string(),
  parentId: z.string().nullable(),
  at: z.string().nullable().describe("The node that started it"),
  item: z.int().nullable(),
  depth: z.int(),
  workflow: z.string(),
  label: z.string().nullable(),
  places: z.array(place).readonly(),
});
export const forkRunShape = check<ForkRun>()(runFields);
export const forkPreviewShape = check<ForkPreview>()(
  z.object({
    totals: forkTotals,
    runs: z.array(runFields).readonly().describe("Runs that are looked into: the one that is forked first"),
  }),
);
export const forkItemsShape = check<ForkItems>()(
  z.object({
    total: z.int(),
    items: z
      .array(
        z.object({
          item: z.int(),
          state,
          childId: z.string().nullable(),
          label: z.string().nullable(),
          spent,
        }),
      )
      .readonly(),
  }),
);
