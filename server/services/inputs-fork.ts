import * as z from "zod";
import type { Json } from "#server/engine/values/json";

const anyJson = z.unknown() as unknown as z.ZodType<Json>;
const runId = z.string().min(1).max(60);
const node = z.string().min(1).max(64);
const item = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional();
/** Places besides the first. */
const MOST_PLACES = 1_000;

/** What becomes of a place: nothing said = it is done again. */
const fate = {
  /** It is done again with another input. */
  input: anyJson.optional(),
  /** It is not done: this is its result. */
  output: anyJson.optional(),
  port: node.optional(),
  /** It stays open with the items or the child it has; what of them no place names is reused, or done again. */
  within: z.enum(["reuse", "again"]).optional(),
};
const place = z
  .strictObject({
    /** A run of the same tree; without it, the run that is forked. */
    run: runId.optional(),
    node,
    item,
    ...fate,
    /** Its recorded result stands, though it depends on what is done again. */
    reuse: z.literal(true).optional(),
  })
  .superRefine(oneFate);
export type ForkPlaceInput = z.infer<typeof place>;

const fields = { node, item, ...fate, also: z.array(place).max(MOST_PLACES).default([]) };
export const forkBody = z.strictObject(fields).superRefine(oneFate);
export const forkInput = z.strictObject({ id: runId, ...fields }).superRefine(oneFate);
export type ForkInput = z.infer<typeof forkInput>;
/** `from` is the first item of the page. */
export const forkItemsQuery = z.strictObject({
  from: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});
export const forkItemsInput = forkItemsQuery.extend({ id: runId, node });
export type ForkItemsInput = z.output<typeof forkItemsInput>;

const FATES = ["input", "output", "within", "reuse"] as const;

function oneFate(
  given: Readonly<Partial<Record<(typeof FATES)[number], unknown>>>,
  context: z.RefinementCtx,
): void {
  const said = FATES.filter((name) => given[name] !== undefined);
  if (said.length > 1)
    context.addIssue({
      code: "custom",
      path: [said[1] as string],
      message: `A place has one fate, not ${said.join(" and ")}.`,
    });
}
