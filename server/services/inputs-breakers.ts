import * as z from "zod";
import { breakerKeyOf } from "#server/engine/recovery/breaker";

const YEAR_MS = 31_536_000_000;
/** `http:api.example.com`, `agent:writer`, `task:fetch`. */
const id = z
  .string()
  .min(3)
  .max(400)
  .refine(
    (text) => breakerKeyOf(text) !== null,
    "a kind, a colon and a resource, such as http:api.example.com",
  );
const reason = z.string().trim().min(1).max(500);

export const breakerInput = z.strictObject({ id });
export const breakerReasonInput = z.strictObject({ reason });
export const breakerHoldInput = z.strictObject({
  state: z.enum(["open", "closed"]),
  reason,
  /** Absent = until somebody takes it back. */
  forMs: z.number().int().min(1_000).max(YEAR_MS).optional(),
});
export type BreakerHold = z.output<typeof breakerHoldInput>;
