import * as z from "zod";
import type { Json } from "#server/engine/values/json";

const anyJson = z.unknown() as unknown as z.ZodType<Json>;
const runId = z.string().min(1).max(60);
const node = z.string().min(1).max(64);
const item = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional();

/** What becomes of a place: nothing said = it is done again. */
const fate = {
  /** It is done again with another input. */
  input: anyJson.optional(),
  /** It is not done: this is its result. */
  output: anyJson.optional(),
  port: node.optional(),
};
const place = z.strictObject({
  /** A run of the same tree; without it, the run that is forked. */
  run: runId.optional(),
  node,
  item,
  ...fate,
  /** Its recorded result stands, though it depends on what is done again. */
  reuse: z.literal(true).optional(),
});
export type ForkPlaceInput = z.infer<typeof place>;

const fields = { node, item, ...fate, also: z.array(place).max(100).default([]) };
export const forkBody = z.strictObject(fields);
export const forkInput = z.strictObject({ id: runId, ...fields });
export type ForkInput = z.infer<typeof forkInput>;
