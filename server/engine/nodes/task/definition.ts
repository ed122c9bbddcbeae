import * as z from "zod";
import { attemptFields, base, contractFields } from "../../graph/fields.ts";
import type { Kind, Report } from "../../graph/kind.ts";

const fields = { task: z.string().min(1).max(120), ...attemptFields };
export const taskNode = z.strictObject({ kind: z.literal("task"), ...base, ...fields });
export const taskBody = z.strictObject({ kind: z.literal("task"), ...contractFields, ...fields });

export const task: Kind<z.infer<typeof taskBody>> = {
  input: (node) => node.input,
  expressions: (node, read) => read.template(node.input, "input"),
  attempt: (node) => node,
  check: ({ task: name, retry }, report) => {
    if (name.startsWith("banyan:")) report("G021", ["task"], `"${name}" is reserved; choose another name`);
    checkRetry(retry, report);
  },
};

/** The first wait cannot be longer than the longest. */
export function checkRetry(retry: z.infer<typeof attemptFields.retry>, report: Report): void {
  if (!retry) return;
  const { initialMs = 1_000, capMs = 60_000 } = retry;
  if (initialMs > capMs) report("G022", ["retry"], `initialMs ${initialMs} is over capMs ${capMs}`);
}
