import * as z from "zod";
import { LOG_LEVELS } from "#server/engine/task-log";

const line = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
export const logsFields = z.strictObject({
  scope: z.enum(["run", "subtree"]).default("run").describe("Lines of the run, or of all runs below it too"),
  level: z.enum(LOG_LEVELS).default("debug").describe("This level and above"),
  q: z
    .string()
    .max(200)
    .refine((text) => !text.includes("\0"), "The character U+0000 is not allowed.")
    .optional()
    .describe("Part of a message or of its fields, in whatever case"),
  after: line.optional().describe("Lines after this one"),
  before: line.optional().describe("The last lines before this one instead"),
  limit: z.number().int().min(1).max(1_000).default(200),
});
export const logsInput = logsFields.extend({ id: z.string().min(1).max(60) });
export type LogsInput = z.output<typeof logsInput>;
