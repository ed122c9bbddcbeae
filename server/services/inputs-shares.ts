import * as z from "zod";

const MAX_HOURS = 24 * 90;

export const shareFields = z.strictObject({
  hours: z.number().int().min(1).max(MAX_HOURS).default(24).describe("How long the link works"),
  names: z.boolean().default(false).describe("Show labels of runs, which workflows make of their inputs"),
  values: z.boolean().default(false).describe("Show inputs, outputs, context and messages of failures"),
});
const id = z.string().min(1).max(60);
/** `id` of any run of the tree. */
export const shareInput = shareFields.extend({ id });
export const sharesInput = z.strictObject({ id: id.optional() });
export const shareIdInput = z.strictObject({ id });
/** Of the page behind a link: what it has already. */
export const sharedTreeInput = z.strictObject({
  after: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  status: z.string().max(30).optional(),
});
export const sharedRunInput = z.strictObject({ no: z.number().int().min(0).max(999_999_999) });
export type ShareInput = z.output<typeof shareInput>;
export type SharedTreeInput = z.output<typeof sharedTreeInput>;
