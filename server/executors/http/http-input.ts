import * as z from "zod";
import type { SecretHandle } from "#server/egress/sealed";
import { pointerOf } from "#server/engine/values/index";
import type { Json } from "#server/engine/values/json";

const handle = z.custom<SecretHandle>(
  (value) => typeof value === "object" && value !== null && "$secret" in value,
  "expected text or the handle of a secret",
);
const word = z.union([z.string(), handle]);
/** Numbers and switches are what queries and headers mostly hold; nothing else has one obvious text. */
const entry = z.union([word, z.number().transform(String), z.boolean().transform(String)]);

/** A request as the core has worked it out: every expression is a value by now, every secret still a handle. */
const request = z.strictObject({
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
export type HttpInput = z.output<typeof request>;

/** An attempt's input: settings, values that expressions gave, and where the graph itself has put secrets. */
const attempt = z.looseObject({
  secretsAt: z.array(z.string()).default([]),
  values: z.record(z.string(), z.unknown()).default({}),
});

/** A secret is taken only where the graph names it: data that looks like a handle is refused. */
export const httpInput = attempt
  .superRefine(({ secretsAt, values }, context) => {
    for (const path of handlePaths(values)) {
      if (secretsAt.includes(path)) continue;
      context.addIssue({
        code: "custom",
        path: path.split("/").slice(1),
        message: 'data has the reserved key "$secret"',
      });
    }
  })
  .transform(({ secretsAt: _, values, ...settings }) => ({ ...settings, ...values }))
  .pipe(request);

function handlePaths(value: unknown, path = ""): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  if (Object.hasOwn(value, "$secret")) return [path];
  return Object.entries(value).flatMap(([key, entry]) => handlePaths(entry, path + pointerOf([key])));
}
