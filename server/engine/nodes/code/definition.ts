import * as z from "zod";
import { attemptFields, base, contractFields } from "../../graph/fields.ts";
import type { Kind } from "../../graph/kind.ts";
import { checkRetry } from "../task/definition.ts";

/** Name under which the executor that runs code is registered; none is unless an admin turns code nodes on. */
export const CODE = "banyan:code";

const fields = {
  /** Body of a JavaScript function of `input`, whose result is the output. */
  code: z.string().min(1).max(100_000),
  ...attemptFields,
  memoryMb: z.number().int().min(8).max(4_096).optional(),
};
export const codeNode = z.strictObject({ kind: z.literal("code"), ...base, ...fields });
export const codeBody = z.strictObject({ kind: z.literal("code"), ...contractFields, ...fields });

export const code: Kind<z.infer<typeof codeBody>> = {
  input: (node) => node.input,
  expressions: (node, read) => read.template(node.input, "input"),
  attempt: ({ retry, timeoutMs, onExhausted }) => ({ task: CODE, retry, timeoutMs, onExhausted }),
  check: (node, report) => checkRetry(node.retry, report),
};
