import * as z from "zod";
import { attemptFields, base, contractFields, template } from "../../graph/fields.ts";
import type { Kind } from "../../graph/kind.ts";
import { checkRetry } from "../task/definition.ts";

/** Name under which the executor that delivers events is registered. */
export const EMIT = "banyan:emit";

const { retry, timeoutMs, onExhausted } = attemptFields;
const fields = {
  /** Name of the event, such as `audit.finished`. */
  event: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_.-]{0,119}$/, "a letter, then letters, digits, '.', '-' or '_'"),
  /** Without one, what reaches the node. */
  payload: template.optional(),
  retry,
  timeoutMs,
  onExhausted,
};
export const emitNode = z.strictObject({ kind: z.literal("emit"), ...base, ...fields });
export const emitBody = z.strictObject({ kind: z.literal("emit"), ...contractFields, ...fields });

export const emit: Kind<z.infer<typeof emitBody>> = {
  input: (node) => node.payload,
  expressions: (node, read) => read.template(node.payload, "payload"),
  attempt: (node) => ({ ...node, task: EMIT }),
  check: (node, report) => checkRetry(node.retry, report),
};
