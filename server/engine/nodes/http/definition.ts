import * as z from "zod";
import { attemptFields, base, contractFields, template } from "../../graph/fields.ts";
import type { Kind } from "../../graph/kind.ts";
import { checkHandles } from "../secret-handles.ts";
import { checkRetry } from "../task/definition.ts";

/** Name under which the executor that sends requests is registered. */
export const HTTP = "banyan:http";

const { retry, timeoutMs, onExhausted } = attemptFields;
const map = z.record(z.string().min(1).max(200), template);
const fields = {
  method: z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]).optional(),
  /** `https://api.example.com/users/{user}`: `{name}` is filled from `params`, encoded as one segment. */
  url: z.string().min(1).max(8_192),
  params: map.optional(),
  /** Values are text, numbers, or the handle of a secret: `{"$secret": "name", "prefix": "Bearer "}`. */
  headers: map.optional(),
  query: map.optional(),
  body: template.optional(),
  /** How the body is written. Default `json`. */
  bodyAs: z.enum(["json", "form", "text"]).optional(),
  /** Statuses that are a success. Default `["2xx"]`. */
  expect: z
    .array(
      z.union([z.number().int().min(100).max(599), z.string().regex(/^[1-5]xx$/, "a class such as 2xx")]),
    )
    .min(1)
    .optional(),
  /** What the body of the answer becomes. Default: what its content type says. */
  response: z.enum(["auto", "json", "text", "bytes"]).optional(),
  /** Header that carries the key of the attempt on everything but reads. `null` = none. */
  idempotencyHeader: z.string().min(1).max(100).nullable().optional(),
  maxBytes: z
    .number()
    .int()
    .min(1)
    .max(16 * 1024 * 1024)
    .optional(),
  retry,
  onExhausted,
  timeoutMs,
};
export const httpNode = z.strictObject({ kind: z.literal("http"), ...base, ...fields });
export const httpBody = z.strictObject({ kind: z.literal("http"), ...contractFields, ...fields });

/** Parts of a request that expressions may work out. */
export const HTTP_VALUES = ["url", "params", "headers", "query", "body"] as const;

export const http: Kind<z.infer<typeof httpBody>> = {
  expressions: (node, read) => {
    for (const field of HTTP_VALUES) read.template(node[field], field);
  },
  attempt: (node) => ({
    task: HTTP,
    retry: node.retry,
    timeoutMs: node.timeoutMs,
    onExhausted: node.onExhausted,
  }),
  check: (node, report) => {
    checkRetry(node.retry, report);
    checkHandles(node.params ?? null, ["params"], report, false);
    for (const field of ["headers", "query", "body"] as const)
      checkHandles(node[field] ?? null, [field], report, true);
  },
};
