import * as z from "zod";
import { contextWrites } from "../context/schema.ts";
import { recoveryFields } from "../recovery/schema.ts";
import type { Json } from "../values/json.ts";
import { SLUG } from "./callee.ts";

/** Parts of the graph format that several kinds of node share. */

/** Name of a node or of a port: starts with a letter, then letters, digits, `-` and `_`. */
export const nodeId = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, "a letter, then letters, digits, '-' or '_', 64 at most");
export const slugSchema = z
  .string()
  .regex(SLUG, "a lower-case letter, then lower-case letters, digits or '-', 64 at most");

const json = z.json() as unknown as z.ZodType<Json>;
/** Text that the database keeps as it is: it holds every character but one. */
export const shown = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !text.includes("\0"), "the character U+0000 is not allowed");
/** CEL source, with or without the leading `=`. */
export const expression = z.string().min(1);
/** JSON in which a string that starts with `=` is a CEL expression and everything else is a literal. */
export const template = json;

/** A year: nothing waits longer, so every instant is one that clocks and databases know. */
export const LONGEST_MS = 31_536_000_000;
export const durationMs = z.number().int().min(0).max(LONGEST_MS);
/** Milliseconds, or an expression that gives them, such as `= input.delayMs`. */
export const durationOrExpression = z.union([durationMs, z.string().regex(/^=/)]);

const retryFields = {
  maxAttempts: z.number().int().min(1).max(100),
  initialMs: durationMs,
  coefficient: z.number().min(1).max(10),
  capMs: durationMs,
  jitter: z.number().min(0).max(1),
};
/** What a graph says of a retry policy. Unlike `.partial()` of the full schema, it makes nothing up. */
const retryOverridesSchema = z.strictObject(retryFields).partial();
export type RetryOverrides = z.infer<typeof retryOverridesSchema>;
/** Attempt n+1 waits `min(capMs, initialMs · coefficient^(n−1)) · (1 − jitter · random)`. */
export const retrySchema = z.strictObject({
  maxAttempts: retryFields.maxAttempts.default(3),
  initialMs: retryFields.initialMs.default(1_000),
  coefficient: retryFields.coefficient.default(2),
  capMs: retryFields.capMs.default(60_000),
  jitter: retryFields.jitter.default(0.2),
});
export type RetryPolicy = z.infer<typeof retrySchema>;

/** Of every kind whose work is one or more attempts. */
export const attemptFields = {
  input: template.optional(),
  retry: retryOverridesSchema.optional(),
  timeoutMs: durationMs.optional(),
  /** When no attempts are left: `fail` (default), or `park` it for a person to retry, complete or skip. */
  onExhausted: z.enum(["fail", "park"]).optional(),
};

export const joinSchema = z.union([
  z.literal("all"),
  z.literal("any"),
  z.strictObject({ n: z.number().int().min(1) }),
]);
export type Join = z.infer<typeof joinSchema>;

/** A JSON Schema (2020-12) that stands in a graph. */
export const jsonSchema = z.record(z.string(), z.unknown());

/** What the work at a place is held to: each node, and each item of what a node repeats. */
export const contractFields = {
  /** JSON Schema of what reaches it; looked at before anything is done. */
  inputSchema: jsonSchema.optional(),
  /** JSON Schema of its result; looked at before anything follows from it. */
  outputSchema: jsonSchema.optional(),
};

/** What every node may have, whatever its kind. */
export const base = {
  ...contractFields,
  name: z.string().max(120).optional(),
  description: z.string().max(2_000).optional(),
  /** When the node starts, given several incoming edges. Default `all`. */
  join: joinSchema.optional(),
  position: z.strictObject({ x: z.number(), y: z.number() }).optional(),
  /** Entries of the run's context that the node writes when it is done. */
  contextUpdates: contextWrites.optional(),
  ...recoveryFields,
};
