import * as z from "zod";
import type { SecretHandle } from "#server/egress/sealed";
import type { Json } from "#server/engine/values/json";

const handle = z.custom<SecretHandle>(
  (value) => typeof value === "object" && value !== null && "$secret" in value,
  "expected text or the handle of a secret",
);
const word = z.union([z.string(), handle]);
/** Numbers and switches are what queries and headers mostly hold; nothing else has one obvious text. */
const entry = z.union([word, z.number().transform(String), z.boolean().transform(String)]);

/** A request as the core has worked it out: every expression is a value by now, every secret still a handle. */
export const httpInput = z.strictObject({
  method: z.string().default("GET"),
  url: z.string(),
  /** Values for `{name}` in the URL, encoded as one segment each. */
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  headers: z.record(z.string(), entry).default({}),
  query: z.record(z.string(), z.union([entry, z.null(), z.array(entry)])).default({}),
  body: (z.json() as unknown as z.ZodType<Json>).optional(),
  bodyAs: z.enum(["json", "form", "text"]).default("json"),
  /** Statuses that are a success, as numbers or as classes such as `2xx`. */
  expect: z.array(z.union([z.number().int(), z.string().regex(/^[1-5]xx$/)])).default(["2xx"]),
  response: z.enum(["auto", "json", "text", "bytes"]).default("auto"),
  /** `null` = none. */
  idempotencyHeader: z.string().nullable().default("Idempotency-Key"),
  maxBytes: z
    .number()
    .int()
    .min(1)
    .default(8 * 1024 * 1024),
});
export type HttpInput = z.output<typeof httpInput>;
